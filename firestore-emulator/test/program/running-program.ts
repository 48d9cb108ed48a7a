import { fileURLToPath } from "node:url";
import { runProgram } from "../../src/program/run-program.ts";

/** The file that runs the program. */
export const PROGRAM = fileURLToPath(new URL("../../bin/firestore-emulator.js", import.meta.url));

/** The program running in this process, with what it printed. */
export interface RunningProgram {
  readonly host: string;
  readonly port: number;
  /** All that was printed so far. */
  printed(): string;
  /** Resolves when something that matches has been printed; rejects when the program ends first. */
  waitFor(pattern: RegExp): Promise<RegExpMatchArray>;
  /** Ends it like a signal; resolves to the exit code. */
  interrupt(): Promise<number>;
}

const ADDRESS = /Firestore listens on (?<host>[\d.]+):(?<port>\d+)\./;

/** Starts the program on a free port and waits until it listens. */
export async function startProgram(...args: string[]): Promise<RunningProgram> {
  const output = new Output();
  let interrupt = () => {};
  const interrupted = new Promise<undefined>((resolve) => {
    interrupt = () => resolve(undefined);
  });
  const print = (text: string) => output.add(text);
  const environment = {
    version: "1.2.3",
    print,
    printError: print,
    interrupted,
    variables: process.env,
    program: [PROGRAM],
  };
  const ended = runProgram(["--port", "0", ...args], environment);
  ended.then(() => output.end());
  const { groups } = await output.waitFor(ADDRESS);
  return {
    host: groups?.host ?? "",
    port: Number(groups?.port),
    printed: () => output.text,
    waitFor: (pattern) => output.waitFor(pattern),
    interrupt: () => {
      interrupt();
      return ended;
    },
  };
}

class Output {
  text = "";
  #waiting: (() => void)[] = [];
  #ended = false;

  add(text: string): void {
    this.text += text;
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  async waitFor(pattern: RegExp): Promise<RegExpMatchArray> {
    for (;;) {
      const match = pattern.exec(this.text);
      if (match) {
        return match;
      }
      if (this.#ended) {
        throw new Error(`The program ended without printing ${pattern}:\n${this.text}`);
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) {
      resolve();
    }
  }
}

import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";

/** A process of the benchmark, which answers one request after the other. */
export class Child {
  private constructor(
    private readonly process: ChildProcess,
    /** What the process said when it was ready. */
    readonly address: string,
  ) {}

  /** Starts `bench/<file>`, a TypeScript module that sends its address when it is ready. */
  static async start(file: string, environment: Record<string, string> = {}): Promise<Child> {
    const child = fork(join(import.meta.dirname, file), {
      execArgv: ["--import", "tsx"],
      // Where there is no Google's metadata server, looking for it takes seconds.
      env: { ...process.env, METADATA_SERVER_DETECTION: "none", ...environment },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const address = await new Promise<string>((resolve, reject) => {
      child.once("message", (message) => resolve(String(message)));
      child.once("exit", (code) => reject(new Error(`${file} ended with ${code}.`)));
    });
    return new Child(child, address);
  }

  /** Asks for something by its name. One question at a time. */
  ask<T>(question: string): Promise<T> {
    return new Promise((resolve) => {
      this.process.once("message", (answer) => resolve(answer as T));
      this.process.send(question);
    });
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.process.once("exit", () => resolve());
      this.process.kill();
    });
  }
}

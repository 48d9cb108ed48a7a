import { createInterface } from "node:readline";
import { Writable } from "node:stream";

/** Shows the question, but not what is typed. */
class Muted extends Writable {
  private isShown = true;

  mute(): void {
    this.isShown = false;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    if (this.isShown) process.stderr.write(chunk);
    done();
  }
}

/** Asks for a password at the terminal without showing it; from a pipe, it is the first line. */
export function askPassword(question: string): Promise<string> {
  const output = new Muted();
  const terminal = process.stdin.isTTY === true;
  const reader = createInterface({ input: process.stdin, output, terminal });
  return new Promise((resolve, reject) => {
    reader.once("SIGINT", () => reject(new Error("Given up.")));
    reader.once("close", () => reject(new Error("No password was given.")));
    reader.question(question, (answer) => {
      if (terminal) process.stderr.write("\n");
      resolve(answer);
      reader.close();
    });
    output.mute();
  });
}

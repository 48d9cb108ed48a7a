import { spawn } from "node:child_process";
import { constants } from "node:os";

/** As shells have it. */
const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;
const KILLED_BY_SIGNAL = 128;

export interface CommandOptions {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Resolves with the signal to hand on to the command; undefined when it has got it already, from the terminal. */
  readonly interrupted: Promise<NodeJS.Signals | undefined>;
  readonly printError: (text: string) => void;
}

/** Runs a command with this process's streams; resolves to its exit code, in the way of shells. */
export function runCommand(
  [command = "", ...args]: readonly string[],
  { variables, interrupted, printError }: CommandOptions,
): Promise<number> {
  const child = spawn(command, args, { stdio: "inherit", env: { ...variables } });
  void interrupted.then((signal) => signal && child.kill(signal));
  return new Promise((resolve) => {
    child.once("error", (error: NodeJS.ErrnoException) => {
      const isMissing = error.code === "ENOENT";
      printError(`Cannot run ${command}: ${isMissing ? "there is no such command" : error.message}.\n`);
      resolve(isMissing ? NOT_FOUND : NOT_EXECUTABLE);
    });
    child.once("exit", (code, signal) => {
      resolve(code ?? KILLED_BY_SIGNAL + (signal ? constants.signals[signal] : 0));
    });
  });
}

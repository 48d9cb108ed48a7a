/**
 * Runs a command: its error is one sentence, without a stack.
 * @param command false: it ran, and found something wrong.
 */
export function runCommand(command: () => Promise<unknown>): void {
  command().then(
    (succeeded) => {
      process.exitCode = succeeded === false ? 1 : 0;
    },
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    },
  );
}

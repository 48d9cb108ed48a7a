import packageJson from "../../package.json" with { type: "json" };
import { runProgram } from "./run-program.ts";

/** Interrupted twice, the program does not wait for its export. */
const EXIT_CODE_OF_INTERRUPT = 130;

/** A terminal sends Ctrl-C to the command of "exec" as well. */
function isForTheCommand(signal: NodeJS.Signals): boolean {
  return signal === "SIGTERM" || !process.stdin.isTTY;
}

const interrupted = new Promise<NodeJS.Signals | undefined>((resolve) => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      process.once(signal, () => process.exit(EXIT_CODE_OF_INTERRUPT));
      resolve(isForTheCommand(signal) ? signal : undefined);
    });
  }
});

process.exitCode = await runProgram(process.argv.slice(2), {
  version: packageJson.version,
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
  interrupted,
  variables: process.env,
  program: [process.execPath, ...process.execArgv, process.argv[1] ?? ""],
});
process.exit();

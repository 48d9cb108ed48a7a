import packageJson from "../../package.json" with { type: "json" };
import { runProgram } from "./run-program.ts";

/** Interrupted twice, the program does not wait for its export. */
const EXIT_CODE_OF_INTERRUPT = 130;

const interrupted = new Promise<void>((resolve) => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      process.once(signal, () => process.exit(EXIT_CODE_OF_INTERRUPT));
      resolve();
    });
  }
});

process.exitCode = await runProgram(process.argv.slice(2), {
  version: packageJson.version,
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
  interrupted,
});
process.exit();

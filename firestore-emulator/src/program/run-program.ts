import { EventEmitter, once } from "node:events";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { type Emulator, type EmulatorOptions, startEmulator } from "../index.ts";
import { parseIndexDefinitions } from "../indexes/parse-index-definitions.ts";
import { invalidArgument, type StatusError } from "../model/status.ts";
import { compileRules } from "../rules/decide/compile.ts";
import { RulesSyntaxError } from "../rules/interface.ts";
import { exportProject, otherProjects } from "./export-project.ts";
import { AS_JAVA, createJavaStandIn, JAVA_VERSION, parseJavaCommand } from "./java-stand-in.ts";
import { HELP, type ProgramOptions, parseCommandLine } from "./program-options.ts";
import { runCommand } from "./run-command.ts";
import { readTextFile, watchTextFile } from "./watched-file.ts";

const BYTES_PER_MEGABYTE = 1_048_576;

/** What the program needs of its process. */
export interface ProgramEnvironment {
  readonly version: string;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  /** Resolves when the program shall end. */
  readonly interrupted: Promise<NodeJS.Signals | undefined>;
  /** The environment variables. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** The command line that runs this program. */
  readonly program: readonly string[];
}

/**
 * Runs until it is interrupted, or with "exec" until its command ends. Resolves to the exit code: 0, the command's, or 1
 * after one sentence on what went wrong.
 */
export async function runProgram(args: readonly string[], environment: ProgramEnvironment): Promise<number> {
  try {
    if (args[0] === AS_JAVA) return await runAsJava(args.slice(1), environment);
    const commandLine = parseCommandLine(args);
    if ("show" in commandLine) {
      environment.print(commandLine.show === "help" ? HELP : `${environment.version}\n`);
      return 0;
    }
    return await serve(commandLine.options, environment);
  } catch (error) {
    environment.printError(`${explain(error)}\n`);
    return 1;
  }
}

/** firebase-tools runs this program as `java`, in the place of Google's emulator. */
async function runAsJava(args: readonly string[], environment: ProgramEnvironment): Promise<number> {
  const java = parseJavaCommand(args, environment.variables.PATH);
  switch (java.kind) {
    case "version":
      environment.printError(JAVA_VERSION);
      return 0;
    case "emulator":
      return runProgram(java.args, environment);
    case "other":
      return runCommand(["java", ...java.args], {
        ...environment,
        variables: { ...environment.variables, PATH: java.path },
      });
  }
}

async function serve(options: ProgramOptions, environment: ProgramEnvironment): Promise<number> {
  // A command has the standard output for itself.
  const print = options.command === undefined ? environment.print : environment.printError;
  const log = (message: string) => print(`${message}\n`);
  const asked = new EventEmitter();
  const shutdown = once(asked, "shutdown");
  const emulator = await start(options, { log, onShutdown: () => asked.emit("shutdown") });
  const stopWatching = watchFiles(emulator, options, log);
  announce(emulator, options, log);
  const code = await (options.command === undefined
    ? Promise.race([environment.interrupted, shutdown]).then(() => 0)
    : runBeside(emulator, options, environment));
  stopWatching();
  await emulator.stop();
  if (options.exportOnExit !== undefined) {
    const count = await exportProject(emulator.context, options.projectId, options.exportOnExit);
    log(`Exported ${count} documents of project ${options.projectId} to ${options.exportOnExit}.`);
    for (const other of otherProjects(emulator.context, options.projectId)) {
      log(`Project ${other} has documents too; they are not exported. Choose the project with --project.`);
    }
  }
  log("Stopped.");
  return code;
}

/** Runs the command with the emulator's address in its environment. */
async function runBeside(
  { host, port }: Emulator,
  { command = [], indexes, allowOrigins, exportFolders }: ProgramOptions,
  environment: ProgramEnvironment,
): Promise<number> {
  const { variables, program } = environment;
  const options = [
    ...(indexes === undefined ? [] : ["--indexes", resolve(indexes)]),
    ...allowOrigins.flatMap((origin) => ["--allow-origin", origin]),
    ...exportFolders.flatMap((folder) => ["--export-folder", resolve(folder)]),
  ];
  const java = await createJavaStandIn(program, options, variables.PATH);
  try {
    return await runCommand(command, {
      ...environment,
      variables: { ...variables, ...java.variables, FIRESTORE_EMULATOR_HOST: addressOf(host, port) },
    });
  } finally {
    await java.remove();
  }
}

function addressOf(host: string, port: number): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

type Callbacks = Required<Pick<EmulatorOptions, "log" | "onShutdown">>;

async function start(options: ProgramOptions, callbacks: Callbacks): Promise<Emulator> {
  const { rules, indexes } = options;
  try {
    const emulator = await startEmulator({
      ...emulatorOptions(options),
      ...importOf(options, callbacks.log),
      ...callbacks,
    });
    try {
      if (rules !== undefined) {
        loadRules(emulator, rules, readTextFile(rules, "security rules"));
      }
      if (indexes !== undefined) {
        loadIndexes(emulator, indexes, readTextFile(indexes, "indexes file"));
      }
    } catch (error) {
      await emulator.stop();
      throw error;
    }
    return emulator;
  } catch (error) {
    throw error instanceof Error && "syscall" in error ? addressProblem(error, options) : error;
  }
}

function emulatorOptions(options: ProgramOptions): EmulatorOptions {
  const { host, port, projectId, transactionTimeoutMs, historyMegabytes, functionsEmulator } = options;
  return {
    host,
    port,
    projectId,
    allowOrigins: options.allowOrigins,
    exportFolders: [process.cwd(), tmpdir(), ...options.exportFolders],
    ...(transactionTimeoutMs === undefined ? {} : { transactions: { maxLockWaitMs: transactionTimeoutMs } }),
    ...(historyMegabytes === undefined
      ? {}
      : { history: { maxBytes: historyMegabytes * BYTES_PER_MEGABYTE } }),
    ...(functionsEmulator === undefined ? {} : { functionsEmulator }),
  };
}

/** The first run of `--import data --export-on-exit data` has nothing to import yet. */
function importOf(options: ProgramOptions, log: (message: string) => void): { import?: string } {
  const { import: from, exportOnExit } = options;
  if (from === undefined) {
    return {};
  }
  if (exportOnExit !== undefined && resolve(from) === resolve(exportOnExit) && !existsSync(from)) {
    log(`There is nothing to import in ${from} yet.`);
    return {};
  }
  return { import: from };
}

/** @throws StatusError with "file:line:column: problem" for each mistake; the old rules stay */
function loadRules({ context }: Emulator, file: string, source: string): void {
  try {
    context.rules.fallback = compileRules(source, file);
  } catch (error) {
    if (error instanceof RulesSyntaxError) {
      const issues = error.issues.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`);
      throw invalidArgument(issues.join("\n"));
    }
    throw error;
  }
}

function loadIndexes({ context }: Emulator, file: string, text: string): void {
  context.indexes.use(parseIndexDefinitions(text, file));
}

function watchFiles(emulator: Emulator, options: ProgramOptions, log: (message: string) => void): () => void {
  const stops: (() => void)[] = [];
  const reload = (file: string | undefined, what: string, load: (file: string, text: string) => void) => {
    if (file === undefined) {
      return;
    }
    const onChange = (text: string) => {
      try {
        load(file, text);
        log(`Loaded the changed ${what} of ${file}.`);
      } catch (error) {
        log(`The changed ${what} are not used; the old ones stay.\n${explain(error)}`);
      }
    };
    stops.push(watchTextFile(file, onChange));
  };
  reload(options.rules, "security rules", (file, text) => loadRules(emulator, file, text));
  reload(options.indexes, "indexes", (file, text) => loadIndexes(emulator, file, text));
  return () => {
    for (const stop of stops) {
      stop();
    }
  };
}

function announce(
  { host, port, context }: Emulator,
  options: ProgramOptions,
  log: (message: string) => void,
): void {
  const address = addressOf(host, port);
  const imported = context.databases.list().reduce((count, { store }) => count + store.documents.size, 0);
  if (options.import !== undefined && imported > 0) {
    log(`Imported ${imported} documents into project ${options.projectId}.`);
  }
  if (options.rules === undefined) {
    log("No security rules are loaded (--rules): everything is allowed.");
  }
  if (options.indexes === undefined) {
    log("No indexes file is loaded (--indexes): no query is refused for lack of an index.");
  }
  const hint = options.command === undefined ? ` To use it: export FIRESTORE_EMULATOR_HOST=${address}` : "";
  log(`Firestore listens on ${address}.${hint}`);
}

function addressProblem(error: Error, { host, port }: ProgramOptions): StatusError {
  const code = "code" in error ? error.code : undefined;
  switch (code) {
    case "EADDRINUSE":
      return invalidArgument(
        `Port ${port} of ${host} is taken: choose another with --port, or 0 for any free one.`,
      );
    case "EACCES":
      return invalidArgument(
        `Port ${port} of ${host} may not be used by this user: choose another with --port.`,
      );
    default:
      return invalidArgument(`Cannot listen on ${host}:${port}: ${error.message}.`);
  }
}

function explain(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

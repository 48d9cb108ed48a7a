import { parseArgs } from "node:util";
import { invalidArgument } from "../model/status.ts";

const DEFAULT_PORT = 8_080;
const MAX_PORT = 65_535;

/** What the command line asks for. */
export interface ProgramOptions {
  readonly host: string;
  /** 0 asks for a free port. */
  readonly port: number;
  readonly projectId: string;
  readonly rules?: string;
  readonly indexes?: string;
  readonly import?: string;
  readonly exportOnExit?: string;
  readonly transactionTimeoutMs?: number;
  readonly historyMegabytes?: number;
  /** host:port of the functions emulator, which is told of changes that a trigger waits for. */
  readonly functionsEmulator?: string;
  /** Origins whose pages may call, besides those of this machine. */
  readonly allowOrigins: readonly string[];
  /** Below which folders requests may have exports written, besides the working and the temporary one. */
  readonly exportFolders: readonly string[];
  /** The command to run beside the emulator; undefined: the emulator runs until it is interrupted. */
  readonly command?: readonly string[];
}

/** Text to print instead of starting. */
export type CommandLine = { readonly show: "help" | "version" } | { readonly options: ProgramOptions };

export const HELP = `Usage: firestore-emulator [options]
       firestore-emulator exec [options] -- <command>

Runs an embedded Firestore: gRPC, REST and WebChannel on one port, in memory.
Point the SDKs at it with FIRESTORE_EMULATOR_HOST=<host>:<port>. "exec" does so: it
starts the emulator on a free port, runs the command with the variable set, and ends
with the command's exit code. A command such as "firebase emulators:start" finds this
emulator in the place of Google's, without Java.

  --host <address>         address to listen on (127.0.0.1)
  --port <number>          port to listen on, 0 for any free one (${DEFAULT_PORT})
  --project <id>           project that is imported into and exported (demo-project)
  --rules <file>           security rules; loaded again when the file changes
  --indexes <file>         firestore.indexes.json; queries that lack an index are
                           refused as in production; loaded again when it changes
  --import <folder>        export to start with, of this or of Google's emulator
  --export-on-exit <folder>  export the project there on SIGINT and SIGTERM
  --transaction-timeout <ms>  how long an operation waits for the locks of other
                           transactions before it is answered ABORTED (15000)
  --history <megabytes>    memory for past versions of documents, in each database,
                           besides an hour and 50,000 changes (32)
  --functions-emulator <host:port>  is told of the changes that the triggers
                           registered with this emulator wait for
  --allow-origin <origin>  lets pages of this origin call, as https://shop.test, or of
                           any with "*"; may be given several times. Pages of
                           localhost and other names of this machine always may
  --export-folder <folder>  requests may have exports written below it, besides the
                           working folder and the temporary one; several times
  --help                   show this text
  --version                show the version
`;

/** @throws StatusError INVALID_ARGUMENT with one sentence about what is wrong */
export function parseCommandLine(args: readonly string[]): CommandLine {
  return args[0] === "exec" ? parseExec(args.slice(1)) : parseStart(args, String(DEFAULT_PORT));
}

function parseExec(args: readonly string[]): CommandLine {
  const end = args.indexOf("--");
  const command = end < 0 ? [] : args.slice(end + 1);
  const start = parseStart(end < 0 ? args : args.slice(0, end), "0");
  if ("show" in start) return start;
  if (command.length === 0)
    throw invalidArgument("exec needs a command: firestore-emulator exec -- <command>.");
  return { options: { ...start.options, command } };
}

function parseStart(args: readonly string[], defaultPort: string): CommandLine {
  const values = read(args);
  if (values.help) {
    return { show: "help" };
  }
  if (values.version) {
    return { show: "version" };
  }
  const { host = "127.0.0.1", port = defaultPort, project = "demo-project", rules, indexes } = values;
  const exportOnExit = values["export-on-exit"];
  return {
    options: {
      host,
      port: parsePort(port),
      projectId: project,
      allowOrigins: values["allow-origin"] ?? [],
      exportFolders: values["export-folder"] ?? [],
      ...(rules === undefined ? {} : { rules }),
      ...(indexes === undefined ? {} : { indexes }),
      ...(values.import === undefined ? {} : { import: values.import }),
      ...(exportOnExit === undefined ? {} : { exportOnExit }),
      ...numberOption("transactionTimeoutMs", "--transaction-timeout", values["transaction-timeout"]),
      ...numberOption("historyMegabytes", "--history", values.history),
      ...functionsEmulatorOption(values["functions-emulator"]),
    },
  };
}

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        host: { type: "string" },
        port: { type: "string" },
        project: { type: "string" },
        rules: { type: "string" },
        indexes: { type: "string" },
        import: { type: "string" },
        "export-on-exit": { type: "string" },
        "transaction-timeout": { type: "string" },
        history: { type: "string" },
        "functions-emulator": { type: "string" },
        "allow-origin": { type: "string", multiple: true },
        "export-folder": { type: "string", multiple: true },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean", short: "v" },
      },
    }).values;
  } catch (error) {
    const problem = error instanceof Error ? error.message.split(". ")[0] : String(error);
    throw invalidArgument(`${problem}. See firestore-emulator --help.`);
  }
}

function numberOption<Key extends string>(
  key: Key,
  flag: string,
  text: string | undefined,
): { readonly [key in Key]?: number } {
  if (text === undefined) return {};
  if (!/^\d{1,9}$/.test(text)) throw invalidArgument(`${flag} must be a whole number, not "${text}".`);
  return { [key]: Number(text) } as { [key in Key]: number };
}

function functionsEmulatorOption(address: string | undefined): { readonly functionsEmulator?: string } {
  if (address === undefined) return {};
  if (!/^.+:\d+$/.test(address)) {
    throw invalidArgument(`--functions-emulator must be host:port, not "${address}".`);
  }
  return { functionsEmulator: address };
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > MAX_PORT) {
    throw invalidArgument(`--port must be a number from 0 to ${MAX_PORT}, not "${text}".`);
  }
  return port;
}

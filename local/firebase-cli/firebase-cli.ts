import type { ChildProcess } from "node:child_process";
import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { startGuarded } from "../../scripts/processes/guarded.ts";

const require = createRequire(import.meta.url);
const LINES_SHOWN_ON_FAILURE = 25;

/** No message of the day, no check for updates, no search for a cloud machine's metadata server, plain text. */
const QUIET_AND_OFFLINE = {
  CI: "1",
  NO_UPDATE_NOTIFIER: "1",
  METADATA_SERVER_DETECTION: "none",
  /** The functions are listed by a file instead of a server, whose end the CLI would wait three seconds for. */
  FIREBASE_FUNCTIONS_DISCOVERY_OUTPUT_PATH: "true",
  NO_COLOR: "1",
};

/** Files of this folder that Node loads into the CLI's process before the CLI. */
const PRELOADED = ["share-instances.mjs", "api-requests.mjs", "end-with-guard.mjs"];

/** For the CLI and the functions: Node's own limit of 16 KiB is answered with an empty 431 before the API is asked. */
const MAX_HEADER_BYTES = 256 * 1024;

/** What the CLI writes about real trouble: its own errors and the errors that functions log. */
const ERROR_LINE = /^(Error:|✖)|"severity":"(ERROR|CRITICAL|ALERT|EMERGENCY)"/;

/** The functions' code could not be loaded: the CLI logs it and goes on without functions. */
const UNLOADABLE_LINE = /Failed to load function definition from source/;

export interface FirebaseCliOptions {
  projectId: string;
  emulators: string[];
  importFrom: string | null;
  runFolder: string;
  environment: Record<string, string>;
  onError(line: string): void;
}

export interface FirebaseCli {
  /** Settles when the CLI has ended, wanted or not. */
  readonly ended: Promise<void>;
  /** Settles when the functions turn out not to load. */
  readonly unloadable: Promise<void>;
  readonly logFile: string;
  lastLines(): Promise<string>;
  /** Ends the CLI and every process that it started. */
  stop(): Promise<void>;
}

/** Starts `firebase emulators:start` without a login, a check for updates or statistics; its log goes to a file. */
export function startFirebaseCli(options: FirebaseCliOptions): FirebaseCli {
  const logFile = join(options.runFolder, "emulators.log");
  const args = ["emulators:start", "--project", options.projectId, "--only", options.emulators.join(",")];
  if (options.importFrom !== null) args.push("--import", options.importFrom);
  const binary = require.resolve("firebase-tools/lib/bin/firebase.js");
  const nodeOptions = `${process.env.NODE_OPTIONS ?? ""} --max-http-header-size=${MAX_HEADER_BYTES}`.trim();
  const child = startGuarded({
    command: [process.execPath, ...PRELOADED.flatMap(preload), binary, ...args],
    cwd: options.runFolder,
    environment: { NODE_OPTIONS: nodeOptions, ...QUIET_AND_OFFLINE, ...options.environment },
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const unloadable = keepLog(child, logFile, options.onError);
  return {
    ended,
    unloadable,
    logFile,
    lastLines: async () =>
      (await readFile(logFile, "utf8")).trimEnd().split("\n").slice(-LINES_SHOWN_ON_FAILURE).join("\n"),
    stop: () => {
      child.stdin.end();
      return ended;
    },
  };
}

function preload(file: string): string[] {
  return ["--import", pathToFileURL(join(import.meta.dirname, file)).href];
}

/** Copies what the CLI prints to the log. The promise settles at a line that says the functions do not load. */
function keepLog(child: ChildProcess, logFile: string, onError: (line: string) => void): Promise<void> {
  const log = createWriteStream(logFile);
  return new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on("line", (line) => {
        log.write(`${line}\n`);
        if (ERROR_LINE.test(line.replace(/^>\s+/, ""))) onError(line);
        if (UNLOADABLE_LINE.test(line)) resolve();
      });
    }
  });
}

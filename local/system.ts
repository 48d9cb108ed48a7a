import { existsSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { DEFAULT_REGION } from "../functions/src/platform/deployment.ts";
import { buildFunctions } from "../scripts/build/functions.ts";
import { buildPages } from "../scripts/build/pages.ts";
import type { StorageEmulator } from "../storage-emulator/src/index.ts";
import { type Awaited, awaitAnswer } from "./await-answer.ts";
import { PROJECT_ID } from "./demo/demo.ts";
import { type FirebaseCli, startFirebaseCli } from "./firebase-cli/firebase-cli.ts";
import { startFirestore } from "./parts/firestore.ts";
import { requireJava } from "./parts/java.ts";
import { type RunningStorage, startStorage } from "./parts/storage.ts";
import { startSweeper } from "./parts/sweep.ts";
import { explainTaken, HOST, PORT_NAMES, type Ports, settlePorts } from "./ports/ports.ts";
import { makeRunFolder } from "./run-folder.ts";

const root = join(import.meta.dirname, "..");

const START_TIMEOUT_SECONDS = 180;
const DEFAULT_SWEEP_SECONDS = 3;

/** An assignment task with nothing to do: it has the function's process started before the first visitor comes. */
const NO_TASK: RequestInit = {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ data: { groupId: "none" } }),
};

export interface SystemOptions {
  /** "free": any free port for everything; else the ports that differ from the defaults, 0 for any free one. */
  ports?: Partial<Ports> | "free";
  /** Folder in the official export format, or null to start empty. Default: emulator-data. */
  importFrom?: string | null;
  /** "google": the official emulator, which needs Java 21 and, the first time, a download. */
  firestore?: "embedded" | "google";
  /** Name of the folder in .dev/ that gets configuration and logs. */
  name?: string;
  /** false: what is in functions/lib and dist/hosting is used as it is. */
  build?: boolean;
  /** Pause between sweeps; null: only by `sweep()`. */
  sweepSeconds?: number | null;
  /** More variables for the functions. */
  environment?: Record<string, string>;
  /** Gives up the start when aborted. */
  signal?: AbortSignal;
  onProgress?(line: string): void;
  onError?(line: string): void;
}

export interface Addresses {
  hosting: string;
  /** REST base, through Hosting: append /v1/... */
  api: string;
  /** The deployed function itself, without Hosting before it. */
  functions: string;
  auth: string;
  /** host:port, as FIRESTORE_EMULATOR_HOST wants it. */
  firestore: string;
  tasks: string;
  storage: string;
}

export interface System {
  readonly addresses: Addresses;
  readonly ports: Ports;
  readonly logFile: string;
  /** The local Cloud Storage, which runs in this process: tests order its faults. */
  readonly storage: StorageEmulator;
  /** Settles if the emulators end by themselves. */
  readonly ended: Promise<void>;
  /** Runs the scheduled sweep once. */
  sweep(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the whole system: build, embedded Firestore, the Firebase CLI's emulators, the sweep. Returns when every
 * part answers.
 * @throws with one sentence when a port is taken, a build fails or a part does not answer; nothing is left running.
 */
export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const stops: Stops = [];
  const stop = async (): Promise<void> => {
    for (const part of stops.splice(0).reverse()) await part();
  };
  try {
    return await startParts(options, stops, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

type Stops = (() => Promise<void> | void)[];

async function startParts(options: SystemOptions, stops: Stops, stop: () => Promise<void>): Promise<System> {
  const progress = options.onProgress ?? (() => {});
  const onError = options.onError ?? (() => {});
  const isGoogle = options.firestore === "google";
  if (isGoogle) await requireJava();
  const ports = await settlePorts(requestedPorts(options));
  const addresses = addressesOf(ports);
  const importFrom = existingFolder(options.importFrom);
  await copyDemoSecret();
  const pages = await startBuilding(options, stops);
  options.signal?.throwIfAborted();
  const runFolder = await makeRunFolder(options.name ?? "main", ports, options.ports === "free");
  const storage = await startStores(
    { ports, importFrom, isDemo: options.importFrom === undefined, isGoogle, runFolder, progress },
    stops,
  );
  progress("Starting the Firebase emulators, building the pages");
  options.signal?.throwIfAborted();
  const cli = startFirebaseCli({
    projectId: PROJECT_ID,
    emulators: ["auth", "functions", "tasks", "hosting", ...(isGoogle ? ["firestore"] : [])],
    importFrom,
    runFolder,
    environment: {
      ...(!isGoogle && { FIRESTORE_EMULATOR_HOST: addresses.firestore }),
      ...storage.environment,
      ...options.environment,
    },
    onError,
  });
  stops.push(() => cli.stop());
  await pages.finished;
  await everythingAnswers(cli, addresses, options.signal);
  const sweeper = startSweeper(`${addresses.functions}/sweep-0`, sweepPause(options), onError);
  stops.push(() => sweeper.stop());
  const { logFile, ended } = cli;
  const sweep = () => sweeper.runNow();
  return { addresses, ports, logFile, storage: storage.emulator, ended, sweep, stop };
}

interface Stores {
  ports: Ports;
  importFrom: string | null;
  /** Whether that is emulator-data. */
  isDemo: boolean;
  /** Google's Firestore emulator is started by the Firebase CLI. */
  isGoogle: boolean;
  runFolder: string;
  progress(line: string): void;
}

/** Starts the embedded Firestore and the local Cloud Storage. */
async function startStores(asked: Stores, stops: Stops): Promise<RunningStorage> {
  const { ports, importFrom, isDemo, isGoogle, runFolder, progress } = asked;
  const started = <T>(name: "firestore" | "storage", starting: Promise<T>): Promise<T> =>
    starting.catch(async (error: unknown) => {
      throw await explainTaken(error, name, ports[name]);
    });
  if (!isGoogle) {
    progress("Starting the embedded Firestore");
    const asked = {
      port: ports.firestore,
      projectId: PROJECT_ID,
      importFrom,
      untilNow: isDemo,
    };
    const firestore = await started("firestore", startFirestore(asked));
    stops.push(() => firestore.stop());
  }
  const folder = join(runFolder, "storage");
  const named = { port: ports.storage, projectId: PROJECT_ID, folder, importFrom };
  const storage = await started("storage", startStorage(named));
  stops.push(() => storage.emulator.stop());
  return storage;
}

/** Builds the functions, which the emulators need to start, and begins with the pages, which they need only later. */
async function startBuilding(options: SystemOptions, stops: Stops): Promise<{ finished: Promise<void> }> {
  if (options.build === false) return { finished: Promise.resolve() };
  options.onProgress?.("Building the functions");
  await buildFunctions();
  const giveUp = new AbortController();
  stops.push(() => giveUp.abort());
  const given = options.signal === undefined ? [] : [options.signal];
  const finished = buildPages(AbortSignal.any([giveUp.signal, ...given]));
  // Awaited later; a failure before that must not end the process.
  finished.catch(() => {});
  return { finished };
}

function requestedPorts(options: SystemOptions): Partial<Ports> {
  if (options.ports !== "free") return options.ports ?? {};
  return Object.fromEntries(PORT_NAMES.map((name) => [name, 0]));
}

function addressesOf(ports: Ports): Addresses {
  const hosting = `http://${HOST}:${ports.hosting}`;
  return {
    hosting,
    api: hosting,
    functions: `http://${HOST}:${ports.functions}/${PROJECT_ID}/${DEFAULT_REGION}`,
    auth: `http://${HOST}:${ports.auth}`,
    firestore: `${HOST}:${ports.firestore}`,
    tasks: `http://${HOST}:${ports.tasks}`,
    storage: `http://${HOST}:${ports.storage}`,
  };
}

/** @throws when a folder was asked for that is not there; the default one may be missing. */
function existingFolder(asked: string | null | undefined): string | null {
  if (asked === null) return null;
  const folder = asked ?? join(root, "emulator-data");
  if (existsSync(join(folder, "firebase-export-metadata.json"))) return folder;
  if (asked !== undefined) throw new Error(`${folder} holds no emulator export.`);
  return null;
}

async function copyDemoSecret(): Promise<void> {
  const secret = join(root, "functions", ".secret.local");
  if (!existsSync(secret)) await copyFile(`${secret}.example`, secret);
}

function sweepPause(options: SystemOptions): number | null {
  return options.sweepSeconds === undefined ? DEFAULT_SWEEP_SECONDS : options.sweepSeconds;
}

async function everythingAnswers(
  cli: FirebaseCli,
  addresses: Addresses,
  asked: AbortSignal | undefined,
): Promise<void> {
  const hopeless = new AbortController();
  cli.ended.then(() => hopeless.abort(new Error("The Firebase emulators ended before.")));
  cli.unloadable.then(() => hopeless.abort(new Error("The functions could not be loaded.")));
  const signals = [AbortSignal.timeout(START_TIMEOUT_SECONDS * 1000), hopeless.signal];
  const signal = AbortSignal.any(asked === undefined ? signals : [...signals, asked]);
  const first: Awaited[] = [
    { what: "Hosting", url: `${addresses.hosting}/` },
    { what: "The Auth emulator", url: `${addresses.auth}/` },
    { what: "The API", url: `${addresses.api}/v1/health?deep=true` },
  ];
  const then: Awaited[] = [
    { what: "The widget's function", url: `${addresses.api}/v1/widget/config` },
    { what: "The assignment function", url: `${addresses.functions}/assignConversation`, request: NO_TASK },
  ];
  try {
    for (const parts of [first, then]) {
      await Promise.all(parts.map((part) => awaitAnswer(part, signal)));
    }
  } catch (error) {
    asked?.throwIfAborted();
    const log = `The end of ${cli.logFile}:\n${await cli.lastLines()}`;
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${log}`);
  }
}

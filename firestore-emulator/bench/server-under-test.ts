import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { FirestoreClient } from "./firestore-client.ts";

const here = import.meta.dirname;
const folder = join(here, "..", "..", ".artifacts", "bench", "firestore-emulator");

const DEFAULT_HEAP_MEGABYTES = 4_096;

/** The embedded Firestore, or the emulator of npm that it is compared with. */
export type ServerKind = "ours" | "peer";

/** A server in a process of its own with one client connection to it. */
export interface ServerUnderTest {
  readonly kind: ServerKind;
  readonly address: string;
  readonly client: FirestoreClient;
  /** From the start of the process to the first answered request, in milliseconds. */
  readonly startMs: number;
  /** Resident memory after a garbage collection. */
  megabytes(): Promise<number>;
  /** What is in use of the heap and of buffers beside it, after a garbage collection. */
  heapMegabytes(): Promise<number>;
  /** Deletes all documents of all projects. */
  clear(): Promise<void>;
  /** Processor time since its start, of all its threads. */
  cpuMs(): Promise<number>;
  stop(): void;
}

/** Bundles the server as the published package is, so that no TypeScript is compiled while it starts. */
export async function buildServer(): Promise<void> {
  await mkdir(folder, { recursive: true });
  await build({
    absWorkingDir: here,
    entryPoints: ["server-process.ts"],
    outfile: join(folder, "server-process.mjs"),
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    packages: "external",
  });
}

/** Starts a server and waits until it has answered a request. `buildServer` must have run. */
export async function startServer(
  kind: ServerKind,
  heapMegabytes = DEFAULT_HEAP_MEGABYTES,
): Promise<ServerUnderTest> {
  const startedAt = performance.now();
  const script = join(folder, "server-process.mjs");
  const child = fork(script, [kind], {
    execArgv: ["--expose-gc", `--max-old-space-size=${heapMegabytes}`],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const port = await answerOf(child, "port");
  const address = `127.0.0.1:${port}`;
  const client = new FirestoreClient(address);
  await client.get("warm-up/none");
  return {
    kind,
    address,
    client,
    startMs: performance.now() - startedAt,
    megabytes: () => ask(child, "megabytes"),
    heapMegabytes: () => ask(child, "heapMegabytes"),
    clear: async () => {
      await fetch(`http://${address}/reset`, { method: "POST" });
    },
    cpuMs: () => ask(child, "cpuMs"),
    stop: () => {
      client.close();
      child.kill("SIGKILL");
    },
  };
}

type Question = "megabytes" | "heapMegabytes" | "cpuMs";

function ask(child: ChildProcess, question: Question): Promise<number> {
  child.send(question);
  return answerOf(child, question);
}

async function answerOf(child: ChildProcess, key: "port" | Question): Promise<number> {
  const [message] = (await once(child, "message")) as [Record<string, number>];
  const value = message[key];
  if (value === undefined) {
    throw new Error(`The server process did not tell its ${key}.`);
  }
  return value;
}

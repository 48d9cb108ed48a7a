/** `npm run bench -- firestore [--quick] [--million] [--memory]`: the goals of the embedded Firestore, beside a peer from npm. */

import type { BenchTable } from "./bench-table.ts";
import { type Latencies, rounded } from "./latencies.ts";
import { memoryTable } from "./memory.ts";
import {
  commits,
  commitToSnapshot,
  contention,
  equalityQueries,
  fill,
  gets,
  manyListeners,
} from "./scenarios.ts";
import { buildServer, type ServerKind, type ServerUnderTest, startServer } from "./server-under-test.ts";

interface Sizes {
  calls: number;
  queries: number;
  snapshots: number;
  listeners: number;
  transactions: number;
  documents: number;
}

const FULL: Sizes = {
  calls: 20_000,
  queries: 200,
  snapshots: 300,
  listeners: 1_000,
  transactions: 100,
  documents: 100_000,
};
const QUICK: Sizes = {
  calls: 2_000,
  queries: 50,
  snapshots: 30,
  listeners: 100,
  transactions: 20,
  documents: 10_000,
};
const MILLION = 1_000_000;
/** A scenario that takes longer is given up and shown as such: some servers never end one. */
const PATIENCE_MS = 120_000;
const MILLION_PATIENCE_MS = 900_000;
const MILLION_HEAP_MEGABYTES = 12_288;
const NOT_MEASURED = "-";
const FIGURES = ["perSecond", "p50Ms", "p95Ms", "p99Ms", "serverCpuMs"] as const;

/** What was measured of one server; a scenario that it cannot do has its error instead. */
interface Measured {
  startMs: number;
  commits: Latencies | string;
  gets: Latencies | string;
  snapshot: Latencies | string;
  listeners: Omit<Latencies, "perSecond"> | string;
  contention: Latencies | string;
  fillSeconds: number | string;
  megabytes: number | string;
  query: Latencies | string;
}

/** Measures both servers, one after the other. */
export async function run(args: string[]): Promise<{ name: string; tables: BenchTable[] }> {
  const sizes = args.includes("--quick") ? QUICK : FULL;
  await buildServer();
  if (args.includes("--memory")) return { name: "firestore-memory", tables: [await memoryTable()] };
  const ours = await measureServer("ours", sizes);
  const peer = await measureServer("peer", sizes);
  const tables = [goals(sizes, ours, peer), operations(sizes, ours, peer)];
  if (args.includes("--million")) {
    tables.push(await million(sizes));
  }
  return { name: "firestore", tables };
}

async function measureServer(kind: ServerKind, sizes: Sizes): Promise<Measured> {
  const startMs = await median([1, 2, 3], () => startTime(kind));
  const on = <T>(scenario: (server: ServerUnderTest) => Promise<T>) => withServer(kind, scenario);
  const data = await on((server) => largeData(server, sizes.documents, sizes.queries));
  return {
    startMs,
    commits: await on((server) => commits(server, sizes.calls)),
    gets: await on((server) => gets(server, sizes.calls)),
    snapshot: await on((server) => commitToSnapshot(server, sizes.snapshots)),
    listeners: await on((server) => manyListeners(server, sizes.listeners)),
    contention: await on((server) => contention(server, sizes.transactions)),
    ...(typeof data === "string" ? { fillSeconds: data, megabytes: data, query: data } : data),
  };
}

async function largeData(server: ServerUnderTest, documents: number, queries: number) {
  const fillSeconds = await fill(server, documents);
  const query = await equalityQueries(server, documents, queries);
  return { fillSeconds, megabytes: await server.megabytes(), query };
}

/** Each scenario has a fresh server, so that none pays for another's documents. */
async function withServer<T>(
  kind: ServerKind,
  scenario: (server: ServerUnderTest) => Promise<T>,
): Promise<T | string> {
  return withPatience(await startServer(kind), scenario, PATIENCE_MS);
}

async function withPatience<T>(
  server: ServerUnderTest,
  scenario: (server: ServerUnderTest) => Promise<T>,
  patienceMs: number,
): Promise<T | string> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`over ${patienceMs / 1_000} s`), patienceMs);
  });
  try {
    return await Promise.race([scenario(server), patience]);
  } catch (error) {
    const [reason = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    return `fails: ${reason.slice(0, 60)}`;
  } finally {
    clearTimeout(timer);
    server.stop();
  }
}

async function startTime(kind: ServerKind): Promise<number> {
  const server = await startServer(kind);
  server.stop();
  return server.startMs;
}

async function median(runs: readonly number[], measureOnce: () => Promise<number>): Promise<number> {
  const all: number[] = [];
  for (const _ of runs) {
    all.push(await measureOnce());
  }
  return rounded(all.sort((a, b) => a - b)[all.length >> 1] ?? 0);
}

function goals(sizes: Sizes, ours: Measured, peer: Measured): BenchTable {
  const row = (figure: string, goal: string, pick: (measured: Measured) => number | string) => [
    figure,
    goal,
    pick(ours),
    pick(peer),
  ];
  return {
    title: "Goals of the embedded Firestore",
    columns: ["figure", "goal", "ours", "@firestore-emulator/server"],
    rows: [
      row("start to first answered request, ms", "< 500", ({ startMs }) => startMs),
      row("single-document commits by gRPC per second", ">= 3000", ({ commits: at }) => of(at, "perSecond")),
      row("document gets by gRPC per second", ">= 5000", ({ gets: at }) => of(at, "perSecond")),
      row("server CPU for a commit, ms (3000 / s on one core: 0.33)", "<= 0.33", ({ commits: at }) =>
        of(at, "serverCpuMs"),
      ),
      row("server CPU for a get, ms (5000 / s on one core: 0.2)", "<= 0.2", ({ gets: at }) =>
        of(at, "serverCpuMs"),
      ),
      row("commit to snapshot in a listening SDK client, p95, ms", "< 15", ({ snapshot }) =>
        of(snapshot, "p95Ms"),
      ),
      row(`memory with ${sizes.documents} documents, MB`, "< 500", ({ megabytes }) => shown(megabytes)),
      row(`equality query for 10 of ${sizes.documents}, p95, ms`, "< 10", ({ query }) => of(query, "p95Ms")),
    ],
  };
}

function operations(sizes: Sizes, ours: Measured, peer: Measured): BenchTable {
  const rows = [ours, peer].flatMap((measured, at) => {
    const server = at === 0 ? "ours" : "@firestore-emulator/server";
    const row = (what: string, latencies: Partial<Latencies> | string): (string | number)[] =>
      typeof latencies === "string"
        ? [server, `${what}: ${latencies}`, ...FIGURES.map(() => NOT_MEASURED)]
        : [server, what, ...FIGURES.map((key) => shown(latencies[key] ?? NOT_MEASURED))];
    return [
      row(`${sizes.calls} commits of one document, 32 at once`, measured.commits),
      row(`${sizes.calls} gets, 32 at once`, measured.gets),
      row(`${sizes.snapshots} commits to their snapshot`, measured.snapshot),
      row(`a commit to each of ${sizes.listeners} listeners`, measured.listeners),
      row(`${sizes.transactions} transactions on one document at once`, measured.contention),
      row(`equality query for 10 of ${sizes.documents} documents`, measured.query),
    ];
  });
  return {
    title: "Operations (rates per second; latencies and the server's processor time for one run in ms)",
    columns: ["server", "what", "per second", "p50", "p95", "p99", "server CPU"],
    rows,
  };
}

async function million(sizes: Sizes): Promise<BenchTable> {
  const server = await startServer("ours", MILLION_HEAP_MEGABYTES);
  const data = await withPatience(
    server,
    (own) => largeData(own, MILLION, sizes.queries),
    MILLION_PATIENCE_MS,
  );
  const rows: (string | number)[][] =
    typeof data === "string"
      ? [["1000000 documents", data]]
      : [
          ["written in seconds, 500 to a commit", rounded(data.fillSeconds)],
          ["memory, MB", rounded(data.megabytes)],
          ["equality query for 10, p50, ms", data.query.p50Ms],
          ["equality query for 10, p95, ms", data.query.p95Ms],
        ];
  return { title: "1,000,000 documents, ours", columns: ["figure", "measured"], rows };
}

function of(measured: Partial<Latencies> | string, key: keyof Latencies): number | string {
  return typeof measured === "string" ? measured : shown(measured[key] ?? NOT_MEASURED);
}

function shown(value: number | string): number | string {
  return typeof value === "number" ? rounded(value) : value;
}

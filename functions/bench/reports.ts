import type { Firestore } from "firebase-admin/firestore";
import { startEmulator } from "../../firestore-emulator/src/index.ts";
import { randomOf } from "../../simulator/seeded-random.ts";
import type { BenchResult, BenchTable } from "../../tests/bench/benchmark.ts";
import type { AgentCaller } from "../src/auth/caller.ts";
import { foldFacts } from "../src/features/reports/fold-facts.ts";
import { readReport } from "../src/features/reports/read-report.ts";
import { rebuildRollups } from "../src/features/reports/rebuild.ts";
import { parseConfig } from "../src/platform/config.ts";
import { type Context, createContext } from "../src/platform/context.ts";
import { silentLog } from "../src/platform/log.ts";
import { writeFact } from "../src/store/facts.ts";
import { FOLD_CURSOR_ID, foldCursors } from "../src/store/rollups.ts";
import { ordinaryChat } from "../test/reports/synthetic-year.ts";
import { PROJECT_ID } from "./project.ts";

const USUAL_CONVERSATIONS = 100_000;
const DAYS = 365;
const DAY_MILLIS = 24 * 3_600_000;
const FIRST_DAY = Date.parse("2025-11-01T00:00:00Z");
const BATCH_FACTS = 500;
const ADMIN = { kind: "agent", id: "ada", role: "admin" } as unknown as AgentCaller;

const company = {
  groupIds: ["sales", "support", "success", "returns"],
  agentIds: Array.from({ length: 20 }, (_, i) => `agent${i}`),
  tagIds: ["billing", "bug", "feedback", "urgent"],
};

type Fact = Parameters<typeof writeFact>[2];

async function writeFacts(db: Firestore, list: readonly Fact[]): Promise<void> {
  const batch = db.batch();
  for (const fact of list) writeFact(batch as unknown as Parameters<typeof writeFact>[0], db, fact);
  await batch.commit();
}

/** A year of ordinary chats, as their facts. @returns how many facts. */
async function writeYear(conversations: number, ctx: Context): Promise<number> {
  const random = randomOf(1);
  let waiting: Fact[] = [];
  let written = 0;
  for (let i = 0; i < conversations; i++) {
    const day = FIRST_DAY + Math.floor((i / conversations) * DAYS) * DAY_MILLIS;
    waiting.push(...ordinaryChat(`c${i}`, { day, company }, random));
    if (waiting.length < BATCH_FACTS) continue;
    await writeFacts(ctx.db, waiting);
    written += waiting.length;
    waiting = [];
  }
  await writeFacts(ctx.db, waiting);
  return written + waiting.length;
}

/** What is folded all year long is measured by so many. */
const FOLDED_FACTS = 2_000;

/** Takes all but the last facts for folded: the rebuild makes their sums. */
async function skipAllBut(count: number, ctx: Context): Promise<void> {
  const ordered = ctx.db.collection("facts").orderBy("recordedAt", "desc").orderBy("__name__", "desc");
  const { docs } = await ordered.limit(count + 1).get();
  const last = docs.at(-1);
  if (!last) return;
  const { seconds, nanoseconds } = last.get("recordedAt");
  const cursor = { recordedAt: { seconds, nanoseconds }, factId: last.id };
  await foldCursors.ref(ctx.db, FOLD_CURSOR_ID).set(cursor);
}

interface Measured {
  readonly seconds: number;
  readonly reads: number;
  readonly writes: number;
}

/**
 * `npm run bench -- reports [conversations]`: a synthetic year, 100,000 chats unless another number is given: how long it
 * takes to fold and to rebuild, and what twelve months cost to read. Against the embedded Firestore, in this process.
 */
export async function run([given]: string[]): Promise<BenchResult> {
  const conversations = Number(given ?? USUAL_CONVERSATIONS);
  const emulator = await startEmulator({ port: 0, projectId: PROJECT_ID });
  process.env.FIRESTORE_EMULATOR_HOST = `${emulator.host}:${emulator.port}`;
  process.env.FIREBASE_AUTH_EMULATOR_HOST = "127.0.0.1:9099";
  process.env.METADATA_SERVER_DETECTION = "none";
  const config = parseConfig({
    GCLOUD_PROJECT: PROJECT_ID,
    FUNCTIONS_EMULATOR: "true",
    FIRESTORE_EMULATOR_HOST: process.env.FIRESTORE_EMULATOR_HOST,
    JWT_SECRET: "a-secret-for-benchmarks-of-at-least-32-characters",
  });
  const end = new Date(FIRST_DAY + DAYS * DAY_MILLIS);
  const ctx: Context = { ...createContext(config, silentLog), now: () => end };
  const measure = async (work: () => Promise<unknown>): Promise<Measured> => {
    emulator.meter.reset(PROJECT_ID);
    const startedAt = performance.now();
    await work();
    const { documentReads, documentWrites } = emulator.meter.usage(PROJECT_ID);
    return {
      seconds: (performance.now() - startedAt) / 1000,
      reads: documentReads,
      writes: documentWrites,
    };
  };
  try {
    return { name: "reports", tables: await measureYear(conversations, measure, ctx) };
  } finally {
    await ctx.db.terminate();
    await emulator.stop();
  }
}

type Measure = (work: () => Promise<unknown>) => Promise<Measured>;

const row = (name: string, { seconds, reads, writes }: Measured) => [name, seconds.toFixed(2), reads, writes];

async function measureYear(conversations: number, measure: Measure, ctx: Context): Promise<BenchTable[]> {
  const day = (millis: number) => new Date(millis).toISOString().slice(0, 10);
  let facts = 0;
  const write = await measure(async () => {
    facts = await writeYear(conversations, ctx);
  });
  await skipAllBut(FOLDED_FACTS, ctx);
  const fold = await measure(() => foldFacts(ctx, { lagMillis: 0 }));
  const range = { from: day(FIRST_DAY), to: day(FIRST_DAY + DAYS * DAY_MILLIS) };
  const rebuild = await measure(() => rebuildRollups(range, ctx));
  const rollups = (await ctx.db.collection("rollups").count().get()).data().count;
  const asked = { from: new Date(FIRST_DAY).toISOString(), to: ctx.now().toISOString() };
  const read = (name: string, more: object) =>
    measure(() =>
      readReport(name, { query: { ...asked, timezone: "Europe/Berlin", ...more }, caller: ADMIN }, ctx),
    );
  const rows = [
    row("twelve months of one group, by day", await read("overview", { groupId: "sales" })),
    row(
      "twelve months of one group, by hour",
      await read("total_chats", { groupId: "sales", distribution: "hour" }),
    ),
    row("twelve months of all groups, by month", await read("overview", { distribution: "month" })),
    row("twelve months of an agent", await read("agents_performance", { agentId: "agent1" })),
    row("twelve months of all agents", await read("agents_performance", {})),
  ];
  const columns = ["what", "seconds", "reads", "writes"];
  const title = `${conversations} chats in a year, ${facts} facts, ${rollups} rollups`;
  return [
    {
      title,
      columns,
      rows: [
        row("writing the facts", write),
        row(`folding ${FOLDED_FACTS} facts`, fold),
        row("rebuilding", rebuild),
      ],
    },
    { title: "Reports", columns, rows },
  ];
}

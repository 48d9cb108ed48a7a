import type { Firestore, Transaction } from "firebase-admin/firestore";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { randomOf } from "../../../simulator/seeded-random.ts";
import { foldFacts } from "../../src/features/reports/fold-facts.ts";
import { rebuildRollups } from "../../src/features/reports/rebuild.ts";
import { countAll, type Rollups, toStored } from "../../src/features/reports/rollup.ts";
import { withNamed } from "../../src/features/reports/spam.ts";
import { factsOfHistory } from "../../src/metrics/history.ts";
import type { Context } from "../../src/platform/context.ts";
import { closeFactId, facts, factsInOrder, writeFact } from "../../src/store/facts.ts";
import { rollups } from "../../src/store/rollups.ts";
import { type Backend, startBackend } from "../harness.ts";
import { type Random, randomHistory } from "./random-histories.ts";

const RUNS = Math.ceil(Number(process.env.LIVECHAT_PROPERTY_RUNS ?? 100) / 10);
const CONVERSATIONS = 6;

let backend: Backend;
beforeEach(async () => {
  backend = await startBackend();
});
afterEach(() => backend.stop());

/**
 * An instance in which transactions go wrong: it dies before one, after the commit and before anybody hears of it, or in
 * the middle of one.
 */
function failing(ctx: Context, random: Random): Context {
  const dies = () => {
    throw new Error("The instance died.");
  };
  const runTransaction = async (work: (tx: Transaction) => Promise<unknown>, options: object) => {
    const fault = random();
    if (fault < 0.15) dies();
    const result = await ctx.db.runTransaction(async (tx) => {
      const done = await work(tx);
      if (fault < 0.3) dies();
      return done;
    }, options);
    if (fault < 0.45) dies();
    return result;
  };
  const db = new Proxy(ctx.db, {
    get: (target, name) => {
      if (name === "runTransaction") return runTransaction;
      const value = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  }) as Firestore;
  return { ...ctx, db };
}

async function writeConversation(id: string, random: Random): Promise<void> {
  const { db } = backend.ctx;
  const made = factsOfHistory(id, randomHistory(random));
  const closes = made.filter(({ kind }) => kind === "conversation");
  await db.runTransaction(async (tx) => {
    for (const fact of made) writeFact(tx, db, fact);
  });
  if (closes.length === 0 || random() < 0.7) return;
  const factIds = closes.map((_, i) => closeFactId(id, i + 1));
  const said = { kind: "spam", metricsVersion: 1, conversationId: id, factIds } as const;
  for (const isSpam of random() < 0.5 ? [true] : [true, false]) {
    const fact = { id: `${id}:spam-${isSpam}`, ...said, isSpam, days: [] };
    await db.runTransaction(async (tx) => writeFact(tx, db, fact));
  }
}

async function foldOrDie(ctx: Context, batchFacts: number): Promise<void> {
  try {
    await foldFacts(ctx, { lagMillis: 0, batchFacts });
  } catch (error) {
    // What Firestore says to one of two that write the same is an end like another.
    if (!(error instanceof Error)) throw error;
  }
}

/** The rollups as they are, without those in which nothing is left. */
async function storedRollups() {
  const all = await rollups.find(rollups.all(backend.ctx.db).orderBy("__name__"));
  return all.map(({ slots, ...rest }) => {
    const filled = Object.entries(slots).filter(([, text]) => text !== '{"counts":{},"measures":{}}');
    return {
      ...rest,
      slots: Object.fromEntries(filled.sort(([a], [b]) => a.localeCompare(b)).map(canonical)),
    };
  });
}

/** The same figures in any order of their names. */
function canonical([key, text]: [string, string]): [string, unknown] {
  return [key, JSON.parse(text)];
}

async function expected(): Promise<unknown> {
  const list = await facts.find(factsInOrder(backend.ctx.db));
  const sums: Rollups = new Map();
  countAll(sums, await withNamed(list, backend.ctx));
  return [...sums.values()]
    .map(toStored)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ slots, ...rest }) => {
      const filled = Object.entries(slots).filter(([, text]) => text !== '{"counts":{},"measures":{}}');
      return {
        ...rest,
        slots: Object.fromEntries(filled.sort(([a], [b]) => a.localeCompare(b)).map(canonical)),
      };
    });
}

async function playRun(seed: number): Promise<void> {
  const random = randomOf(seed);
  for (let i = 0; i < CONVERSATIONS; i++) {
    await writeConversation(`run${seed}c${i}`, random);
    const batch = 1 + Math.floor(random() * 5);
    const instances = Array.from({ length: 1 + Math.floor(random() * 3) }, () =>
      failing(backend.ctx, random),
    );
    if (random() < 0.7) await Promise.all(instances.map((ctx) => foldOrDie(ctx, batch)));
  }
}

describe("facts", () => {
  it(`are folded exactly once, whoever dies, in ${RUNS} random runs`, { timeout: 300_000 }, async () => {
    for (let seed = 0; seed < RUNS; seed++) {
      await playRun(seed);
      await foldFacts(backend.ctx, { lagMillis: 0 });
      expect(await storedRollups(), `seed ${seed}`).toEqual(await expected());
    }
    const folded = await storedRollups();
    const days = folded.map(({ day }) => day).filter((day) => day !== "all");
    const range = { from: days.sort()[0] as string, to: days.at(-1) as string };
    await rebuildRollups(range, backend.ctx);
    const isFilled = (one: { slots: object; busy: unknown[] }) =>
      Object.keys(one.slots).length + one.busy.length > 0;
    expect((await storedRollups()).filter(isFilled)).toEqual(folded.filter(isFilled));
  });

  it("are folded a while after their commit, in its order", async () => {
    await writeConversation("one", randomOf(1));
    expect(await foldFacts(backend.ctx)).toBe(0);
    backend.clock.advance(61);
    expect(await foldFacts(backend.ctx)).toBeGreaterThan(0);
    expect(await foldFacts(backend.ctx)).toBe(0);
  });

  it("cost two reads to look for when there are none", async () => {
    backend.emulator.meter.reset(backend.projectId);
    await foldFacts(backend.ctx);
    expect(backend.emulator.meter.usage(backend.projectId)).toMatchObject({
      documentReads: 2,
      documentWrites: 0,
    });
  });
});

import { describe, expect, it } from "vitest";
import { checkSerializable, type RecordedTransaction, type Row } from "./history.ts";
import { runRandomTransactions } from "./random-transactions.ts";

/**
 * "Transactions are serializable" (cloud.google.com/firestore/docs/transaction-data-contention): the outcome is that
 * of running them one at a time. With locks kept to the end, in the order of their commit times.
 */
describe("serializability of random concurrent transactions", () => {
  const seeds = Array.from({ length: 12 }, (_, i) => 1_000 + i * 7_919);

  it.each(seeds)("few documents, much contention (seed %i)", async (seed) => {
    const run = await runRandomTransactions({ seed, documents: 8, workers: 10, transactionsEach: 60 });
    expect(checkSerializable(run.start, run.history)).toEqual(run.end);
    expect(run.history.length).toBeGreaterThan(100);
    expect(run.timedOut).toBe(0);
  });

  it.each(seeds.slice(0, 6))("documents enough to be read by index (seed %i)", async (seed) => {
    const run = await runRandomTransactions({ seed, documents: 150, workers: 12, transactionsEach: 60 });
    expect(checkSerializable(run.start, run.history)).toEqual(run.end);
    expect(run.history.length).toBeGreaterThan(200);
    expect(run.timedOut).toBe(0);
  });

  it("aborts some transactions under contention and still lets most commit", async () => {
    const run = await runRandomTransactions({ seed: 42, documents: 4, workers: 8, transactionsEach: 60 });
    expect(run.aborted).toBeGreaterThan(0);
    expect(run.history.length).toBeGreaterThan(run.aborted / 4);
  });
});

describe("the checker itself", () => {
  const before: Row = { kind: 0, rank: 0, version: 1 };
  const start = new Map([["a", before]]);
  const readsThenWrites = (label: string, micros: number, version: number): RecordedTransaction => ({
    label,
    micros,
    isReadOnly: false,
    documents: [{ id: "a", row: before }],
    queries: [],
    writes: new Map([["a", { ...before, version }]]),
  });

  it("finds a lost update", () => {
    const history = [readsThenWrites("first", 1, 2), readsThenWrites("second", 2, 3)];
    expect(() => checkSerializable(start, history)).toThrow(/second read document a/);
  });

  it("finds a phantom", () => {
    const blind: RecordedTransaction = {
      ...readsThenWrites("inserts", 1, 2),
      documents: [],
      writes: new Map([["b", { kind: 0, rank: 5, version: 2 }]]),
    };
    const counts: RecordedTransaction = {
      ...readsThenWrites("counts", 2, 3),
      queries: [{ kind: 0, limit: undefined, found: [["a", before]] }],
    };
    expect(() => checkSerializable(start, [blind, counts])).toThrow(/counts read kind 0/);
  });
});

import type { Firestore } from "@google-cloud/firestore";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Usage } from "../src/meter/meter.ts";
import { newProjectId, serverSdk } from "./server-sdk.ts";
import { type EmulatorUnderTest, isOurs, startUnderTest } from "./under-test.ts";

/** firebase.google.com/docs/firestore/pricing#operations */
describe.runIf(isOurs)("the meter", () => {
  const projectId = newProjectId();
  let underTest: EmulatorUnderTest;
  let db: Firestore;

  beforeAll(async () => {
    underTest = await startUnderTest();
    db = serverSdk(underTest, projectId);
    const batch = db.batch();
    for (let i = 0; i < 5; i++) batch.set(db.doc(`rows/r${i}`), { i });
    await batch.commit();
  });

  afterAll(async () => {
    await db.terminate();
    await underTest.stop();
  });

  beforeEach(() => underTest.emulator?.meter.reset(projectId));

  const usage = (): Partial<Usage> => underTest.emulator?.meter.usage(projectId) ?? {};

  it("counts a read for each document, found or not", async () => {
    await db.getAll(db.doc("rows/r0"), db.doc("rows/r1"), db.doc("rows/none"));
    expect(usage().documentReads).toBe(3);
  });

  it("counts a query's results, those an offset skips, and at least one", async () => {
    await db.collection("rows").limit(2).get();
    expect(usage().documentReads).toBe(2);
    await db.collection("rows").offset(3).get();
    expect(usage().documentReads).toBe(2 + 5);
    await db.collection("none").get();
    expect(usage().documentReads).toBe(2 + 5 + 1);
  });

  it("counts one read for up to 1,000 index entries of an aggregation", async () => {
    await db.collection("rows").count().get();
    expect(usage().documentReads).toBe(1);
    underTest.emulator?.meter.reset(projectId);
    underTest.emulator?.meter.addAggregation(projectId, 2_001);
    expect(usage().documentReads).toBe(3);
  });

  it("counts writes and deletes, but not those that failed", async () => {
    const batch = db.batch().set(db.doc("w/a"), {}).set(db.doc("w/b"), {}).delete(db.doc("w/c"));
    await batch.commit();
    await expect(db.doc("w/a").create({})).rejects.toThrow();
    expect(usage()).toMatchObject({ documentWrites: 2, documentDeletes: 1 });
  });

  it("counts how transactions end", async () => {
    await db.runTransaction(async (transaction) => {
      transaction.set(db.doc("w/d"), { read: (await transaction.get(db.doc("w/d"))).exists });
    });
    const failed = db.runTransaction(async (transaction) => {
      await transaction.get(db.doc("w/d"));
      throw new Error("on purpose");
    });
    await expect(failed).rejects.toThrow("on purpose");
    // The SDK does not wait for the rollback.
    await expect.poll(usage).toMatchObject({
      transactionsBegun: 2,
      transactionsCommitted: 1,
      transactionsRolledBack: 1,
      transactionsAborted: 0,
    });
  });

  it("keeps projects apart", async () => {
    const other = serverSdk(underTest);
    await other.doc("a/b").set({});
    expect(usage().documentWrites).toBe(0);
    await other.terminate();
  });
});

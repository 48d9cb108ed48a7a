import type { Firestore } from "@google-cloud/firestore";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serverSdk } from "../server-sdk.ts";
import { type EmulatorUnderTest, startUnderTest } from "../under-test.ts";

let underTest: EmulatorUnderTest;
let db: Firestore;

beforeAll(async () => {
  underTest = await startUnderTest();
  db = serverSdk(underTest);
  await Promise.all([1, 2, 1].map((foo, i) => db.doc(`rows/${i}`).set({ foo })));
});

afterAll(async () => {
  await db.terminate();
  await underTest.stop();
});

describe("Query Explain", () => {
  it("names the indexes without running the query", async () => {
    const { metrics, snapshot } = await db
      .collection("rows")
      .where("foo", ">", 1)
      .orderBy("foo", "desc")
      .explain();
    expect(metrics.planSummary.indexesUsed).toEqual([
      { query_scope: "Collection", properties: "(foo DESC, __name__ DESC)" },
    ]);
    expect(metrics.executionStats).toBeNull();
    expect(snapshot).toBeNull();
  });

  it("runs it and says what it took when asked to analyze", async () => {
    const { metrics, snapshot } = await db
      .collection("rows")
      .where("foo", "==", 1)
      .explain({ analyze: true });
    expect(snapshot?.size).toBe(2);
    expect(metrics.executionStats).toMatchObject({ resultsReturned: 2, readOperations: 2 });
    const none = await db.collection("rows").where("foo", "==", 9).explain({ analyze: true });
    expect(none.metrics.executionStats).toMatchObject({ resultsReturned: 0, readOperations: 1 });
  });

  it("does so for aggregations", async () => {
    const planned = await db.collection("rows").count().explain();
    expect(planned.snapshot).toBeNull();
    const run = await db.collection("rows").count().explain({ analyze: true });
    expect(run.snapshot?.data().count).toBe(3);
    expect(run.metrics.executionStats).toMatchObject({ resultsReturned: 1, readOperations: 1 });
  });
});

import type { Firestore } from "@google-cloud/firestore";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { RawClient } from "./raw-client.ts";
import { newProjectId, serverSdk } from "./server-sdk.ts";
import { type EmulatorUnderTest, isOurs, startUnderTest } from "./under-test.ts";

describe.runIf(isOurs)("faults on request", () => {
  const projectId = newProjectId();
  let underTest: EmulatorUnderTest;
  let db: Firestore;
  let raw: RawClient;

  beforeAll(async () => {
    underTest = await startUnderTest();
    db = serverSdk(underTest, projectId);
    raw = new RawClient(underTest, projectId);
  });

  afterEach(() => underTest.emulator?.faults.clear());

  afterAll(async () => {
    raw.close();
    await db.terminate();
    await underTest.stop();
  });

  const write = () => raw.commit([{ update: { name: `${raw.documents}/a/b`, fields: {} } }]);

  it("abort the next commits, and then no more", async () => {
    underTest.emulator?.faults.set({ abortCommits: 2 });
    await expect(write()).rejects.toMatchObject({ code: 10 });
    await expect(write()).rejects.toMatchObject({ code: 10 });
    await expect(write()).resolves.toBeDefined();
  });

  it("make the SDK run a transaction again", async () => {
    underTest.emulator?.faults.set({ abortCommits: 1 });
    let attempts = 0;
    await db.runTransaction(async (transaction) => {
      attempts++;
      transaction.set(db.doc("a/c"), { attempts });
    });
    expect(attempts).toBe(2);
    expect((await db.doc("a/c").get()).get("attempts")).toBe(2);
  });

  it("answer UNAVAILABLE, which the SDK retries for reads", async () => {
    underTest.emulator?.faults.set({ unavailable: 1 });
    await expect(raw.call("GetDocument", { name: `${raw.documents}/a/b` })).rejects.toMatchObject({
      code: 14,
    });
    underTest.emulator?.faults.set({ unavailable: 1 });
    await expect(db.doc("a/none").get()).resolves.toMatchObject({ exists: false });
  });

  it("delay every answer by a round trip", async () => {
    underTest.emulator?.faults.set({ delayMs: 40 });
    const startedMs = performance.now();
    await write();
    // A lower bound only: timers are never early by more than a millisecond.
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(39);
  });
});

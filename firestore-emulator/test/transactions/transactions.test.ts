import { type Firestore, Timestamp, type Transaction } from "@google-cloud/firestore";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serverSdk } from "../server-sdk.ts";
import { type EmulatorUnderTest, startUnderTest } from "../under-test.ts";

let underTest: EmulatorUnderTest;
let db: Firestore;

beforeAll(async () => {
  underTest = await startUnderTest();
  db = serverSdk(underTest);
});

afterAll(async () => {
  await db.terminate();
  await underTest.stop();
});

const fresh = () => db.collection("transactions").doc();

/** Resolves for everybody once that many have arrived. */
function meetingOf(count: number): () => Promise<void> {
  let open: () => void = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  let arrived = 0;
  return async () => {
    arrived++;
    if (arrived >= count) open();
    await gate;
  };
}

describe("the server SDK's transactions", () => {
  it("commit what they wrote and answer what they return", async () => {
    const [a, b] = [fresh(), fresh()];
    await a.set({ v: 1 });
    const result = await db.runTransaction(async (transaction) => {
      const [first, second] = await transaction.getAll(a, b);
      transaction.update(a, { v: first?.get("v") + 1 }).create(b, { made: second?.exists });
      return first?.get("v");
    });
    expect(result).toBe(1);
    expect((await a.get()).get("v")).toBe(2);
    expect((await b.get()).get("made")).toBe(false);
  });

  it("roll back when the function throws", async () => {
    const ref = fresh();
    const failed = db.runTransaction(async (transaction) => {
      await transaction.get(ref);
      transaction.set(ref, { v: 1 });
      throw new Error("on purpose");
    });
    await expect(failed).rejects.toThrow("on purpose");
    await ref.set({ v: 2 });
    expect((await ref.get()).get("v")).toBe(2);
  });

  it("retry until both of two that read and update one document have committed", async () => {
    const ref = fresh();
    await ref.set({ v: 0 });
    const meet = meetingOf(2);
    let attempts = 0;
    const increment = async (transaction: Transaction) => {
      attempts++;
      const document = await transaction.get(ref);
      await meet();
      transaction.update(ref, { v: document.get("v") + 1 });
    };
    await Promise.all([db.runTransaction(increment), db.runTransaction(increment)]);
    expect((await ref.get()).get("v")).toBe(2);
    expect(attempts).toBe(3);
  });

  it("lose no update when many increment one counter", async () => {
    const ref = fresh();
    await ref.set({ v: 0 });
    const increment = () =>
      db.runTransaction(
        async (transaction) => {
          const document = await transaction.get(ref);
          transaction.update(ref, { v: document.get("v") + 1 });
        },
        { maxAttempts: 30 },
      );
    await Promise.all(Array.from({ length: 20 }, increment));
    expect((await ref.get()).get("v")).toBe(20);
  });

  it("see no document appear or vanish in what they have queried", async () => {
    const collection = db.collection("phantoms");
    await collection.doc("a").set({ open: true });
    let attempts = 0;
    await db.runTransaction(async (transaction) => {
      attempts++;
      const first = await transaction.get(collection.where("open", "==", true));
      // Waits for the transaction: it would change what the query found.
      const outside = collection.doc("b").set({ open: true });
      const second = await transaction.get(collection.where("open", "==", true));
      expect(second.size).toBe(first.size);
      transaction.set(collection.doc("seen"), { open: false, size: first.size });
      void outside;
    });
    expect((await collection.doc("seen").get()).get("size")).toBe(1);
    expect(attempts).toBe(1);
  });

  it("do not stand in each other's way when they touch different documents", async () => {
    const [a, b] = [fresh(), fresh()];
    await Promise.all([a.set({ v: 0 }), b.set({ v: 0 })]);
    const meet = meetingOf(2);
    let attempts = 0;
    const work = (ref: typeof a) =>
      db.runTransaction(async (transaction) => {
        attempts++;
        await transaction.get(ref);
        await meet();
        transaction.update(ref, { v: 1 });
      });
    await Promise.all([work(a), work(b)]);
    expect(attempts).toBe(2);
  });

  it("fail for good, without a retry, on a precondition", async () => {
    const ref = fresh();
    await ref.set({});
    let attempts = 0;
    const failed = db.runTransaction(async (transaction) => {
      attempts++;
      transaction.update(ref, { v: 1 }, { lastUpdateTime: Timestamp.fromMillis(1_000) });
    });
    await expect(failed).rejects.toMatchObject({ code: 9 });
    expect(attempts).toBe(1);
  });

  it("read one consistent state when read-only, while others write", async () => {
    const [a, b] = [fresh(), fresh()];
    await db.batch().set(a, { v: 1 }).set(b, { v: 1 }).commit();
    await db.runTransaction(
      async (transaction) => {
        const first = await transaction.get(a);
        await db.batch().set(a, { v: 2 }).set(b, { v: 2 }).commit();
        const second = await transaction.get(b);
        expect([first.get("v"), second.get("v")]).toEqual([1, 1]);
      },
      { readOnly: true },
    );
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RawClient, type Response } from "../raw-client.ts";
import { newProjectId } from "../server-sdk.ts";
import { type EmulatorUnderTest, isOurs, startUnderTest } from "../under-test.ts";

let underTest: EmulatorUnderTest;
let raw: RawClient;
let documents = 0;
/** The transactions' clock, moved by hand. */
let nowMs = 1_700_000_000_000;

beforeAll(async () => {
  underTest = await startUnderTest({ clock: () => nowMs, transactions: { maxLockWaitMs: 300 } });
  raw = new RawClient(underTest, newProjectId());
});

afterAll(async () => {
  raw.close();
  await underTest.stop();
});

const ABORTED = 10;
const fresh = () => `${raw.documents}/locks/d${documents++}`;
const set = (name: string, v: number) => ({ update: { name, fields: { v: { integerValue: v } } } });
const commit = (writes: object[], transaction?: Uint8Array) =>
  raw.commit(writes, transaction ? { transaction } : {});
const get = (name: string, transaction: Uint8Array) => raw.call("GetDocument", { name, transaction });

async function begin(options: object = {}): Promise<Uint8Array> {
  const answer = await raw.call("BeginTransaction", { database: raw.database, options });
  return answer.transaction as Uint8Array;
}

/** "pending" while the promise has not settled after the emulator answered something else. */
async function stateOf(promise: Promise<unknown>): Promise<"pending" | "settled"> {
  await raw.call("ListCollectionIds", { parent: raw.documents });
  return Promise.race([
    promise.then(
      () => "settled" as const,
      () => "settled" as const,
    ),
    Promise.resolve("pending" as const),
  ]);
}

async function storedValue(name: string): Promise<string> {
  const { fields } = (await raw.call("GetDocument", { name })) as { fields: { v: { integerValue: object } } };
  return String(fields.v.integerValue);
}

describe("a write to a document that a transaction has read", () => {
  it("waits until the transaction commits", async () => {
    const name = fresh();
    await commit([set(name, 1)]);
    const transaction = await begin();
    await get(name, transaction);
    const outside = commit([set(name, 10)]);
    expect(await stateOf(outside)).toBe("pending");
    await commit([set(name, 2)], transaction);
    await outside;
    expect(await storedValue(name)).toBe("10");
  });

  it("waits until the transaction rolls back", async () => {
    const name = fresh();
    const transaction = await begin();
    await expect(get(name, transaction)).rejects.toMatchObject({ code: 5 });
    const outside = commit([set(name, 1)]);
    expect(await stateOf(outside)).toBe("pending");
    await raw.call("Rollback", { database: raw.database, transaction });
    await outside;
  });

  it("is aborted when that takes too long", async () => {
    const name = fresh();
    await commit([set(name, 1)]);
    const transaction = await begin();
    await get(name, transaction);
    await expect(commit([set(name, 2)])).rejects.toMatchObject({ code: ABORTED });
    await commit([set(name, 3)], transaction);
    expect(await storedValue(name)).toBe("3");
  });
});

describe("two transactions in each other's way", () => {
  it("give way to the older one at once, even when the younger read first", async () => {
    const name = fresh();
    await commit([set(name, 0)]);
    const [older, younger] = [await begin(), await begin()];
    await get(name, younger);
    await commit([set(name, 1)], older);
    await expect(get(name, younger)).rejects.toMatchObject({ code: ABORTED });
  });

  it("let the younger one wait while the older only reads", async () => {
    const name = fresh();
    await commit([set(name, 0)]);
    const [older, younger] = [await begin(), await begin()];
    await get(name, older);
    const pending = commit([set(name, 2)], younger);
    expect(await stateOf(pending)).toBe("pending");
    await commit([], older);
    await pending;
    expect(await storedValue(name)).toBe("2");
  });

  it("are answered in the order of their commits", async () => {
    const name = fresh();
    await commit([set(name, 0)]);
    const transaction = await begin();
    await get(name, transaction);
    const order: string[] = [];
    const outside = commit([set(name, 2)]).then(() => order.push("outside"));
    expect(await stateOf(outside)).toBe("pending");
    await Promise.all([commit([set(name, 1)], transaction).then(() => order.push("transaction")), outside]);
    expect(order).toEqual(["transaction", "outside"]);
  });

  it("end with the younger aborted at once and the older committed", async () => {
    const name = fresh();
    await commit([set(name, 0)]);
    const [older, younger] = [await begin(), await begin()];
    await Promise.all([get(name, older), get(name, younger)]);
    const outcomes = await Promise.allSettled([
      commit([set(name, 1)], older),
      commit([set(name, 2)], younger),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    expect(outcomes[1]).toMatchObject({
      reason: { code: ABORTED, details: "Too much contention on these documents. Please try again." },
    });
    await expect(get(name, younger)).rejects.toMatchObject({ code: ABORTED });
    await raw.call("Rollback", { database: raw.database, transaction: younger });
  });

  it("keep the age of the first attempt when retried", async () => {
    const name = fresh();
    await commit([set(name, 0)]);
    const first = await begin();
    await get(name, first);
    const younger = await begin();
    const retried = await begin({ readWrite: { retryTransaction: first } });
    await Promise.all([get(name, younger), get(name, retried)]);
    const outcomes = await Promise.allSettled([
      commit([set(name, 1)], younger),
      commit([set(name, 2)], retried),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
  });
});

describe("a query in a transaction", () => {
  const from = [{ collectionId: "queue" }];
  const waiting = { fieldFilter: { field: { fieldPath: "open" }, op: 5, value: { booleanValue: true } } };
  const row = (id: string, open: boolean, rank: number) => ({
    update: {
      name: `${raw.documents}/queue/${id}`,
      fields: { open: { booleanValue: open }, rank: { integerValue: rank } },
    },
  });
  const firstTwo = { from, where: waiting, orderBy: [{ field: { fieldPath: "rank" } }], limit: { value: 2 } };

  it("locks its results and what could come before them, and nothing behind", async () => {
    await commit([row("a", true, 10), row("b", true, 20), row("c", true, 30), row("shut", false, 5)]);
    const transaction = await begin();
    const found = await raw.runQuery(firstTwo, { transaction });
    expect(found).toHaveLength(2);
    await commit([row("d", true, 40), row("shut", false, 1), row("c", true, 35)]);
    const blocked = [
      commit([row("e", true, 15)]),
      commit([row("a", false, 10)]),
      commit([row("shut", true, 1)]),
    ];
    for (const write of blocked) expect(await stateOf(write)).toBe("pending");
    await raw.call("Rollback", { database: raw.database, transaction });
    await Promise.all(blocked);
  });

  it("locks the whole range when its limit is not reached, for counts too", async () => {
    const transaction = await begin();
    const count = { structuredQuery: { from: [{ collectionId: "empty" }] }, aggregations: [{ count: {} }] };
    await raw.stream("RunAggregationQuery", {
      parent: raw.documents,
      structuredAggregationQuery: count,
      transaction,
    });
    const blocked = commit([{ update: { name: `${raw.documents}/empty/a`, fields: {} } }]);
    expect(await stateOf(blocked)).toBe("pending");
    await commit([], transaction);
    await blocked;
  });

  it("can begin its transaction, as BatchGetDocuments can", async () => {
    const [started] = await raw.runQuery(firstTwo, { newTransaction: { readWrite: {} } });
    const fromQuery = (started as Response).transaction as Uint8Array;
    expect(fromQuery.length).toBeGreaterThan(0);
    await commit([], fromQuery);
    const [first, second] = await raw.stream("BatchGetDocuments", {
      database: raw.database,
      documents: [`${raw.documents}/queue/none`],
      newTransaction: { readOnly: {} },
    });
    expect(first?.transaction).toBeInstanceOf(Uint8Array);
    expect(second?.missing).toBe(`${raw.documents}/queue/none`);
  });
});

describe("a transaction that ended", () => {
  const expired = { code: 3, details: "The referenced transaction has expired or is no longer valid." };

  it("is refused, whoever ended it", async () => {
    const name = fresh();
    const transaction = await begin();
    await commit([set(name, 1)], transaction);
    await expect(commit([set(name, 2)], transaction)).rejects.toMatchObject(expired);
    await expect(get(name, transaction)).rejects.toMatchObject(expired);
    await expect(get(name, Buffer.from("unknown"))).rejects.toMatchObject({ code: 3 });
  });

  it("takes its waiting operations with it", async () => {
    const name = fresh();
    await commit([set(name, 1)]);
    const [holder, waiting] = [await begin(), await begin()];
    await get(name, holder);
    const pending = commit([set(name, 2)], waiting);
    const outcome = expect(pending).rejects.toMatchObject({ code: 3 });
    expect(await stateOf(pending)).toBe("pending");
    await raw.call("Rollback", { database: raw.database, transaction: waiting });
    await outcome;
    await raw.call("Rollback", { database: raw.database, transaction: holder });
    expect(await storedValue(name)).toBe("1");
  });

  it.runIf(isOurs).each([
    ["60 s without use", [61_000]],
    ["270 s in all", [50_000, 50_000, 50_000, 50_000, 50_000, 30_000]],
  ])("expires after %s and gives up its locks", async (_, steps) => {
    const name = fresh();
    await commit([set(name, 1)]);
    const transaction = await begin();
    await get(name, transaction);
    for (const step of steps.slice(0, -1)) {
      nowMs += step;
      await get(name, transaction);
    }
    nowMs += steps.at(-1) ?? 0;
    await commit([set(name, 2)]);
    await expect(commit([set(name, 3)], transaction)).rejects.toMatchObject(expired);
  });
});

describe("a read-only transaction", () => {
  it("takes no locks and may not write", async () => {
    const name = fresh();
    await commit([set(name, 1)]);
    const transaction = await begin({ readOnly: {} });
    await get(name, transaction);
    await commit([set(name, 2)]);
    const { fields } = (await get(name, transaction)) as { fields: { v: { integerValue: object } } };
    expect(String(fields.v.integerValue)).toBe("1");
    await expect(commit([set(name, 3)], transaction)).rejects.toMatchObject({ code: 3 });
  });
});

import type { Firestore } from "@google-cloud/firestore";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../src/index.ts";
import { serverSdk } from "../server-sdk.ts";
import { callEndpoint } from "./http-call.ts";

const PROJECT = "demo-snapshots";
const OTHER = "demo-other";

let emulator: Emulator;
let db: Firestore;
let other: Firestore;

beforeAll(async () => {
  emulator = await startEmulator();
  const underTest = { address: `${emulator.host}:${emulator.port}` };
  db = serverSdk(underTest, PROJECT);
  other = serverSdk(underTest, OTHER);
});

beforeEach(() => emulator.clear());

afterEach(() => callEndpoint(emulator, ["DELETE", `/emulator/v1/projects/${PROJECT}:snapshot`]));

afterAll(async () => {
  await Promise.all([db.terminate(), other.terminate()]);
  await emulator.stop();
});

const contents = async (of = db): Promise<Record<string, unknown>> => {
  const { docs } = await of.collection("rooms").get();
  return Object.fromEntries(docs.map((document) => [document.id, document.get("topic")]));
};
const seed = async (of = db): Promise<void> => {
  await of.doc("rooms/a").set({ topic: "tea" });
  await of.doc("rooms/b").set({ topic: "coffee" });
};
const SEEDED = { a: "tea", b: "coffee" };

async function change(): Promise<void> {
  await db.doc("rooms/a").set({ topic: "milk" });
  await db.doc("rooms/b").delete();
  await db.doc("rooms/c").set({ topic: "water" });
}

describe("snapshot() and restore()", () => {
  test("bring back what was there, as often as needed", async () => {
    await seed();
    const snapshot = emulator.snapshot();
    for (let round = 0; round < 3; round++) {
      await change();
      expect(await contents()).toEqual({ a: "milk", c: "water" });
      emulator.restore(snapshot);
      expect(await contents()).toEqual(SEEDED);
    }
  });

  test("of one project leave the others alone", async () => {
    await Promise.all([seed(), seed(other)]);
    const snapshot = emulator.snapshot(PROJECT);
    await change();
    await other.doc("rooms/a").delete();
    emulator.restore(snapshot);
    expect(await contents()).toEqual(SEEDED);
    expect(await contents(other)).toEqual({ b: "coffee" });
  });

  test("of all projects empty those that came since", async () => {
    const snapshot = emulator.snapshot();
    await seed(other);
    emulator.restore(snapshot);
    expect(await contents(other)).toEqual({});
  });

  test("tell listeners, who see one change", async () => {
    await seed();
    const snapshot = emulator.snapshot();
    const seen: string[][] = [];
    const stop = db.collection("rooms").onSnapshot(({ docs }) => {
      seen.push(docs.map((document) => `${document.id} ${document.get("topic")}`));
    });
    await expect.poll(() => seen.at(-1)).toEqual(["a tea", "b coffee"]);
    await db.batch().set(db.doc("rooms/a"), { topic: "milk" }).delete(db.doc("rooms/b")).commit();
    await expect.poll(() => seen.at(-1)).toEqual(["a milk"]);
    emulator.restore(snapshot);
    await expect.poll(() => seen.at(-1)).toEqual(["a tea", "b coffee"]);
    stop();
    expect(seen).toHaveLength(3);
  });

  test("let a transaction under way begin anew, on what is there then", async () => {
    await db.doc("rooms/a").set({ topic: "tea", count: 0 });
    const snapshot = emulator.snapshot();
    let attempts = 0;
    await db.runTransaction(async (transaction) => {
      const room = await transaction.get(db.doc("rooms/a"));
      if (++attempts === 1) emulator.restore(snapshot);
      transaction.update(room.ref, { count: Number(room.get("count")) + 1 });
    });
    expect(attempts).toBe(2);
    expect((await db.doc("rooms/a").get()).get("count")).toBe(1);
  });
});

describe("the endpoints", () => {
  const post = (what: string, body?: object) =>
    callEndpoint(emulator, ["POST", `/emulator/v1/projects/${PROJECT}:${what}`], body);

  test("keep a project's snapshots by name", async () => {
    await seed();
    expect(await post("snapshot")).toMatchObject({ status: 200 });
    await change();
    expect(await post("snapshot", { name: "changed" })).toMatchObject({ status: 200 });
    expect(await post("restore")).toMatchObject({ status: 200 });
    expect(await contents()).toEqual(SEEDED);
    expect(await post("restore", { name: "changed" })).toMatchObject({ status: 200 });
    expect(await contents()).toEqual({ a: "milk", c: "water" });
  });

  test.each<[string, object, number]>([
    ["a name that nothing was kept under", { name: "nothing" }, 404],
    ["an empty name", { name: "" }, 400],
    ["a name that is no text", { name: 7 }, 400],
    ["an unknown key", { title: "seeded" }, 400],
  ])("refuse %s", async (_what, body, status) => {
    expect(await post("restore", body)).toMatchObject({ status });
  });

  test("keep no more than a hundred for a project", async () => {
    for (let at = 0; at < 100; at++) expect((await post("snapshot", { name: `s${at}` })).status).toBe(200);
    expect(await post("snapshot", { name: "one more" })).toMatchObject({ status: 429 });
    expect(await post("snapshot", { name: "s7" })).toMatchObject({ status: 200 });
  });
});

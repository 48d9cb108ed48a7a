import { createRequire } from "node:module";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type EmulatorUnderTest, startUnderTest } from "../under-test.ts";

/** Version 8 has the interface of version 7 here; its own declarations only work under its own name. */
const { FieldValue, Filter, Firestore, Timestamp } = createRequire(import.meta.url)(
  "firestore-8",
) as typeof import("@google-cloud/firestore");
// As in server-sdk.ts.
process.env.METADATA_SERVER_DETECTION ??= "none";
const PROJECT = "demo-firestore-8";

let underTest: EmulatorUnderTest;
let firestore: InstanceType<typeof Firestore>;

beforeAll(async () => {
  underTest = await startUnderTest();
  const customHeaders = { Authorization: "Bearer owner" };
  firestore = new Firestore({ projectId: PROJECT, host: underTest.address, ssl: false, customHeaders });
});

beforeEach(() => underTest.clear(PROJECT));

afterAll(async () => {
  await firestore.terminate();
  await underTest.stop();
});

test("writes with transforms and reads them back", async () => {
  const ada = firestore.doc("agents/ada");
  await ada.set({ name: "Ada", active: 1, tags: ["vip"], vector: FieldValue.vector([1, 2]) });
  await ada.update({
    active: FieldValue.increment(2),
    tags: FieldValue.arrayUnion("new"),
    at: FieldValue.serverTimestamp(),
  });
  const data = (await ada.get()).data();
  expect(data).toMatchObject({ name: "Ada", active: 3, tags: ["vip", "new"] });
  expect(data?.at).toBeInstanceOf(Timestamp);
  expect(data?.vector.toArray()).toEqual([1, 2]);
});

test("runs queries with or, aggregations and vectors", async () => {
  const agents = firestore.collection("agents");
  const people = [
    ["ada", 1, [1, 0]],
    ["grace", 2, [0, 1]],
    ["joan", 3, [1, 1]],
  ] as const;
  for (const [id, active, point] of people) {
    await agents.doc(id).set({ active, point: FieldValue.vector([...point]) });
  }
  const either = await agents
    .where(Filter.or(Filter.where("active", "==", 1), Filter.where("active", ">", 2)))
    .get();
  expect(either.docs.map(({ id }) => id)).toEqual(["ada", "joan"]);
  expect((await agents.count().get()).data().count).toBe(3);
  const nearest = agents.findNearest({
    vectorField: "point",
    queryVector: [0, 1],
    limit: 1,
    distanceMeasure: "EUCLIDEAN",
  });
  expect((await nearest.get()).docs.map(({ id }) => id)).toEqual(["grace"]);
});

test("runs transactions that do not lose updates", async () => {
  const counter = firestore.doc("counters/one");
  await counter.set({ count: 0 });
  const increment = () =>
    firestore.runTransaction(async (transaction) => {
      const count: number = (await transaction.get(counter)).get("count");
      transaction.update(counter, { count: count + 1 });
    });
  await Promise.all([increment(), increment(), increment()]);
  expect((await counter.get()).get("count")).toBe(3);
});

test("listens", async () => {
  const seen: number[] = [];
  let unsubscribe = () => {};
  const done = new Promise<void>((resolve, reject) => {
    unsubscribe = firestore.collection("agents").onSnapshot(({ size }) => {
      seen.push(size);
      if (size === 2) {
        resolve();
      }
    }, reject);
  });
  await firestore.doc("agents/ada").set({});
  await firestore.doc("agents/grace").set({});
  await done;
  unsubscribe();
  expect(seen.at(-1)).toBe(2);
});

import { FieldValue, type Firestore, type VectorQueryOptions } from "@google-cloud/firestore";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serverSdk } from "../server-sdk.ts";
import { type EmulatorUnderTest, startUnderTest } from "../under-test.ts";

let underTest: EmulatorUnderTest;
let db: Firestore;

beforeAll(async () => {
  underTest = await startUnderTest();
  db = serverSdk(underTest);
  const vectors = { near: [2, 0], far: [1, 100], close: [1, -0.5], middle: [4, 4] };
  const batch = db.batch();
  for (const [id, vector] of Object.entries(vectors)) {
    batch.set(db.doc(`points/${id}`), { vector: FieldValue.vector(vector), even: id.length % 2 === 0 });
  }
  batch.set(db.doc("points/short"), { vector: FieldValue.vector([1]), even: false });
  batch.set(db.doc("points/list"), { vector: [1, 0], even: true });
  batch.set(db.doc("points/none"), { even: true });
  await batch.commit();
});

afterAll(async () => {
  await db.terminate();
  await underTest.stop();
});

async function nearest(more: Partial<VectorQueryOptions>): Promise<[string, unknown][]> {
  const options: VectorQueryOptions = {
    vectorField: "vector",
    queryVector: [1, 0],
    limit: 10,
    distanceMeasure: "EUCLIDEAN",
    distanceResultField: "distance",
    ...more,
  };
  const found = await db.collection("points").findNearest(options).get();
  return found.docs.map((document) => [document.id, document.get("distance")]);
}

/** google.firestore.v1.StructuredQuery.FindNearest */
describe("find nearest", () => {
  it("orders by Euclidean distance and leaves out what is no vector of that dimension", async () => {
    expect(await nearest({})).toEqual([
      ["close", 0.5],
      ["near", 1],
      ["middle", 5],
      ["far", 100],
    ]);
  });

  it("puts larger dot products first", async () => {
    expect(await nearest({ distanceMeasure: "DOT_PRODUCT", limit: 2 })).toEqual([
      ["middle", 4],
      ["near", 2],
    ]);
  });

  it("knows the cosine distance, and keeps to a threshold", async () => {
    const [[first, distance] = []] = await nearest({ distanceMeasure: "COSINE", distanceThreshold: 0.2 });
    expect([first, distance]).toEqual(["near", 0]);
    expect(await nearest({ distanceThreshold: 1 })).toHaveLength(2);
    expect(await nearest({ distanceMeasure: "DOT_PRODUCT", distanceThreshold: 2 })).toHaveLength(2);
  });

  it("searches what the filters leave", async () => {
    const query = db.collection("points").where("even", "==", true);
    const options = {
      vectorField: "vector",
      queryVector: [1, 0],
      limit: 9,
      distanceMeasure: "EUCLIDEAN" as const,
    };
    expect((await query.findNearest(options).get()).docs.map(({ id }) => id)).toEqual(["near", "middle"]);
  });
});

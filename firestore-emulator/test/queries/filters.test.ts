import { FieldPath, Filter, type Firestore, type Query } from "@google-cloud/firestore";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serverSdk } from "../server-sdk.ts";
import { type EmulatorUnderTest, startUnderTest } from "../under-test.ts";

let underTest: EmulatorUnderTest;
let db: Firestore;

beforeAll(async () => {
  underTest = await startUnderTest();
  db = serverSdk(underTest);
  const zips: Record<string, unknown> = {
    nan: Number.NaN,
    low: 91_102,
    mid: 98_101,
    high: 98_103,
    text: "98101",
    list: [98_101],
    lists: [98_101, 98_102],
    map: { code: 500 },
    nothing: null,
  };
  const batch = db.batch();
  for (const [id, zip] of Object.entries(zips)) batch.set(db.doc(`zips/${id}`), { zip, id });
  batch.set(db.doc("zips/missing"), { id: "missing" });
  batch.set(db.doc("arrays/null"), { array: [null] });
  batch.set(db.doc("arrays/nan"), { array: [Number.NaN] });
  batch.set(db.doc("arrays/numbers"), { array: [42, 42, "42"] });
  batch.set(db.doc("arrays/maps"), { array: [{ a: 42 }, 43] });
  batch.set(db.doc("arrays/plain"), { array: 42 });
  await batch.commit();
});

afterAll(async () => {
  await db.terminate();
  await underTest.stop();
});

async function ids(query: Query): Promise<string[]> {
  return (await query.get()).docs.map(({ id }) => id);
}

describe("equality", () => {
  it("compares values of every type", async () => {
    const zips = db.collection("zips");
    expect(await ids(zips.where("zip", "==", 98_101))).toEqual(["mid"]);
    expect(await ids(zips.where("zip", "==", [98_101]))).toEqual(["list"]);
    expect(await ids(zips.where("zip", "==", { code: 500 }))).toEqual(["map"]);
    expect(await ids(zips.where("zip", "==", null))).toEqual(["nothing"]);
    expect(await ids(zips.where("zip", "==", Number.NaN))).toEqual(["nan"]);
  });
});

describe("ranges", () => {
  it("stay within the type of their value", async () => {
    const zips = db.collection("zips");
    expect(await ids(zips.where("zip", ">=", 98_101))).toEqual(["mid", "high"]);
    expect(await ids(zips.where("zip", "<", 98_103))).toEqual(["low", "mid"]);
    expect(await ids(zips.where("zip", ">", ""))).toEqual(["text"]);
    expect(await ids(zips.where("zip", "<=", [98_101, 98_102]))).toEqual(["list", "lists"]);
  });

  it("of several fields go together", async () => {
    const query = db.collection("zips").where("zip", ">", 0).where("id", "<", "m").where("id", ">", "h");
    expect(await ids(query)).toEqual(["high", "low"]);
    expect(await ids(query.orderBy("zip"))).toEqual(["low", "high"]);
  });
});

describe("!= and not-in", () => {
  it("leave out missing and null fields, and order by the field", async () => {
    const zips = db.collection("zips");
    const others = ["nan", "low", "high", "text", "list", "lists", "map"];
    expect(await ids(zips.where("zip", "!=", 98_101))).toEqual(others);
    expect(await ids(zips.where("zip", "!=", null))).toEqual([
      "nan",
      "low",
      "mid",
      "high",
      "text",
      "list",
      "lists",
      "map",
    ]);
    expect(await ids(zips.where("zip", "!=", Number.NaN))).not.toContain("nan");
    expect(await ids(zips.where("zip", "not-in", [98_101, "98101", [98_101]]))).toEqual([
      "nan",
      "low",
      "high",
      "lists",
      "map",
    ]);
  });

  it("not-in with null finds nothing", async () => {
    expect(await ids(db.collection("zips").where("zip", "not-in", [null]))).toEqual([]);
  });
});

/** Null and NaN among the values of `in` and array-contains-any match nothing (firebase-js-sdk, query.test.ts). */
describe("in", () => {
  it("finds any of the values, in the order of names", async () => {
    const zips = db.collection("zips");
    expect(await ids(zips.where("zip", "in", [98_103, 98_101, [98_101, 98_102]]))).toEqual([
      "high",
      "lists",
      "mid",
    ]);
    expect(await ids(zips.where("zip", "in", [98_101, null, Number.NaN]))).toEqual(["mid"]);
    expect(await ids(zips.where("zip", "in", [98_101, 98_101.0]))).toEqual(["mid"]);
  });

  it("finds documents by name", async () => {
    const zips = db.collection("zips");
    expect(await ids(zips.where(FieldPath.documentId(), "in", ["mid", "none", "high"]))).toEqual([
      "high",
      "mid",
    ]);
    expect(await ids(zips.where(FieldPath.documentId(), ">=", "nothing"))).toEqual(["nothing", "text"]);
  });
});

describe("array-contains and array-contains-any", () => {
  it("look at the elements of arrays only", async () => {
    const arrays = db.collection("arrays");
    expect(await ids(arrays.where("array", "array-contains", 42))).toEqual(["numbers"]);
    expect(await ids(arrays.where("array", "array-contains", { a: 42 }))).toEqual(["maps"]);
    expect(await ids(arrays.where("array", "array-contains-any", ["42", 43, null, Number.NaN]))).toEqual([
      "maps",
      "numbers",
    ]);
  });
});

describe("and / or", () => {
  it("combine to any depth, each document once", async () => {
    const either = Filter.or(
      Filter.where("zip", "==", 98_101),
      Filter.and(Filter.where("id", ">=", "low"), Filter.where("id", "<=", "mid")),
      Filter.where("zip", "==", null),
    );
    expect(await ids(db.collection("zips").where(either).orderBy("id"))).toEqual(
      ["low", "map", "mid", "missing", "nothing"].filter((id) => id !== "missing"),
    );
  });
});

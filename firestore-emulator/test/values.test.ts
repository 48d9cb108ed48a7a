import { type DocumentData, FieldValue, type Firestore, GeoPoint, Timestamp } from "@google-cloud/firestore";
import { describe, expect, it } from "vitest";
import type { RawClient } from "./raw-client.ts";
import { useServer } from "./server-fixture.ts";

let db: Firestore;
let raw: RawClient;
useServer((server) => {
  ({ db, raw } = server);
});

async function stored(data: DocumentData): Promise<DocumentData | undefined> {
  const ref = db.collection("values").doc();
  await ref.set(data);
  return (await ref.get()).data();
}

describe("values are kept as they were written", () => {
  it.each([
    ["null", null],
    ["a boolean", true],
    ["an integer", 42],
    ["a double", 1.5],
    ["infinity", Number.NEGATIVE_INFINITY],
    ["an empty string", ""],
    ["a string beyond the basic plane", "a\u{1F600}\u0000b"],
    ["bytes", Buffer.from([0, 255, 1])],
    ["a geo point", new GeoPoint(-90, 180)],
    ["an empty array", []],
    ["an array of mixed values", [1, "a", null, { deep: [true] }]],
    ["a nested map", { a: { "b.c": { " ": 1 } } }],
    ["an empty map", {}],
  ])("%s", async (_, value) => {
    expect(await stored({ value })).toEqual({ value });
  });

  it("NaN, -0 and doubles that look like integers", async () => {
    const data = await stored({ nan: Number.NaN, zero: -0 });
    expect(data?.nan).toBeNaN();
    expect(Object.is(data?.zero, -0)).toBe(true);
  });

  it("integers beyond 2^53 exactly", async () => {
    const name = `${raw.documents}/big/a`;
    const value = { integerValue: "9223372036854775807" };
    await raw.commit([
      { update: { name, fields: { value, low: { integerValue: "-9223372036854775808" } } } },
    ]);
    const document = await raw.call("GetDocument", { name });
    const fields = document.fields as Record<string, { integerValue: { toString(): string } }>;
    expect(String(fields.value?.integerValue)).toBe("9223372036854775807");
    expect(String(fields.low?.integerValue)).toBe("-9223372036854775808");
  });

  it("timestamps to microseconds, the rest cut off", async () => {
    const data = await stored({
      time: new Timestamp(1_700_000_000, 123_456_789),
      early: new Timestamp(-1, 1_999),
    });
    expect(data?.time).toEqual(new Timestamp(1_700_000_000, 123_456_000));
    expect(data?.early).toEqual(new Timestamp(-1, 1_000));
  });

  it("references and vectors", async () => {
    const ref = db.doc("a/b/c/d");
    const data = await stored({ ref, vector: FieldValue.vector([1, 2.5]) });
    expect(data?.ref.path).toBe("a/b/c/d");
    expect(data?.vector.toArray()).toEqual([1, 2.5]);
  });

  it("field names of any characters", async () => {
    const ref = db.doc("names/a");
    await ref.set({ "a.b": { "c`d\\e": 1 }, 日本: 2, __proto: 3, constructor: 4 });
    expect((await ref.get()).data()).toEqual({ "a.b": { "c`d\\e": 1 }, 日本: 2, __proto: 3, constructor: 4 });
  });
});

describe("the order across types", () => {
  /** firebase.google.com/docs/firestore/manage-data/data-types#value_type_ordering */
  const ascending = [
    null,
    false,
    true,
    Number.NaN,
    Number.NEGATIVE_INFINITY,
    -3,
    -2.5,
    0,
    1.5,
    2,
    Number.POSITIVE_INFINITY,
    new Timestamp(1, 0),
    new Timestamp(1, 1_000),
    "",
    "B",
    "a",
    "aa",
    "é",
    "\uffee",
    "\u{1F600}",
    Buffer.from([]),
    Buffer.from([1]),
    Buffer.from([1, 0]),
    "reference a/b",
    "reference a/b/c/d",
    new GeoPoint(-1, 5),
    new GeoPoint(0, -5),
    [],
    [1],
    [1, "x"],
    [2],
    FieldValue.vector([9]),
    FieldValue.vector([1, 1]),
    FieldValue.vector([1, 2]),
    {},
    { a: 1 },
    { a: 1, b: 0 },
    { a: 2 },
    { b: 0 },
  ].map((value) =>
    typeof value === "string" && value.startsWith("reference ")
      ? { path: value.slice("reference ".length) }
      : value,
  );

  it("is that of the documentation, both ways", async () => {
    const collection = db.collection("order");
    const isPath = (value: unknown): value is { path: string } =>
      typeof value === "object" && value !== null && "path" in value && Object.keys(value).length === 1;
    const batch = db.batch();
    ascending.forEach((value, place) => {
      batch.set(collection.doc(), { value: isPath(value) ? db.doc(value.path) : value, place });
    });
    await batch.commit();
    const places = ascending.map((_, place) => place);
    const up = await collection.orderBy("value").get();
    expect(up.docs.map((document) => document.get("place"))).toEqual(places);
    const down = await collection.orderBy("value", "desc").get();
    expect(down.docs.map((document) => document.get("place"))).toEqual([...places].reverse());
  });

  it("compares integers and doubles by exact value, beyond 2^53 too", async () => {
    const write = (id: string, value: object) => ({
      update: { name: `${raw.documents}/exact/${id}`, fields: { value } },
    });
    await raw.commit([
      write("above", { integerValue: "9007199254740993" }),
      write("double", { doubleValue: 9007199254740992 }),
      write("below", { integerValue: "9007199254740991" }),
    ]);
    const found = await db.collection("exact").orderBy("value").get();
    expect(found.docs.map(({ id }) => id)).toEqual(["below", "double", "above"]);
  });

  it("finds 1.0 as 1 and -0 as 0", async () => {
    const collection = db.collection("equal");
    await collection.doc("zero").set({ value: -0 });
    const name = `${raw.documents}/equal/one`;
    await raw.commit([{ update: { name, fields: { value: { doubleValue: 1 } } } }]);
    expect((await collection.where("value", "==", 1).get()).docs.map(({ id }) => id)).toEqual(["one"]);
    expect((await collection.where("value", "==", 0).get()).docs.map(({ id }) => id)).toEqual(["zero"]);
  });
});

describe("values that are refused", () => {
  const name = () => `${raw.documents}/refused/a`;
  const write = (value: object) => raw.commit([{ update: { name: name(), fields: { value } } }]);

  it.each([
    [
      "an array in an array",
      { arrayValue: { values: [{ arrayValue: {} }] } },
      "Cannot convert an array value",
    ],
    ["no type", {}, "type unset"],
    ["a latitude out of range", { geoPointValue: { latitude: 91, longitude: 0 } }, "out of range"],
    ["a time after the year 9999", { timestampValue: { seconds: 253_402_300_800 } }, "out of range"],
    ["a reference to nothing", { referenceValue: "documents/a" }, 'lacks "projects" at index 0'],
    [
      "a reference to a collection",
      { referenceValue: "projects/p/databases/d/documents/a" },
      'lacks "/" at index',
    ],
  ])("%s", async (_, value, message) => {
    await expect(write(value)).rejects.toMatchObject({ code: 3, details: expect.stringContaining(message) });
  });

  it("an empty field name and names that are reserved", async () => {
    const fields = (key: string) => ({ mapValue: { fields: { [key]: { integerValue: 1 } } } });
    await expect(write(fields(""))).rejects.toMatchObject({ code: 3 });
    await expect(write(fields("__secret__"))).rejects.toMatchObject({ code: 3 });
    await expect(write(fields("__open"))).resolves.toBeDefined();
  });

  it("more than 20 levels of maps and arrays", async () => {
    const nested = (levels: number): object =>
      levels === 0 ? { integerValue: 1 } : { mapValue: { fields: { m: nested(levels - 1) } } };
    await expect(write(nested(20))).resolves.toBeDefined();
    await expect(write(nested(21))).rejects.toMatchObject({ code: 3 });
  });
});

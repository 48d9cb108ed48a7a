import { AggregateField, type Firestore } from "@google-cloud/firestore";
import { describe, expect, it } from "vitest";
import type { RawClient } from "../raw-client.ts";
import { useServer } from "../server-fixture.ts";

let db: Firestore;
let raw: RawClient;
useServer((server) => {
  ({ db, raw } = server);
});

let collections = 0;

async function rows(...values: unknown[]): Promise<FirebaseFirestore.CollectionReference> {
  const collection = db.collection(`numbers-${collections++}`);
  const batch = db.batch();
  for (const value of values) batch.set(collection.doc(), value === undefined ? {} : { value });
  await batch.commit();
  return collection;
}

async function sumAndAverage(...values: unknown[]): Promise<{ sum: unknown; average: unknown }> {
  const collection = await rows(...values);
  const snapshot = await collection
    .aggregate({ sum: AggregateField.sum("value"), average: AggregateField.average("value") })
    .get();
  return snapshot.data();
}

describe("count", () => {
  it("counts what the query finds, limit and offset included", async () => {
    const collection = await rows(1, 2, 3, 4, "text");
    expect((await collection.count().get()).data().count).toBe(5);
    expect((await collection.where("value", ">", 2).count().get()).data().count).toBe(2);
    expect((await collection.limit(3).count().get()).data().count).toBe(3);
    expect((await collection.offset(4).count().get()).data().count).toBe(1);
    expect((await db.collection("none").count().get()).data().count).toBe(0);
  });

  it("stops at up_to, and names results itself where no alias is given", async () => {
    const collection = await rows(1, 2, 3);
    const [answer] = await raw.stream("RunAggregationQuery", {
      parent: raw.documents,
      structuredAggregationQuery: {
        structuredQuery: { from: [{ collectionId: collection.id }] },
        aggregations: [{ count: { upTo: { value: 2 } } }, { alias: "all", count: {} }],
      },
    });
    const result = answer?.result as { aggregateFields: Record<string, { integerValue: object }> };
    expect(String(result.aggregateFields.field_1?.integerValue)).toBe("2");
    expect(String(result.aggregateFields.all?.integerValue)).toBe("3");
  });
});

/** google.firestore.v1.StructuredAggregationQuery.Aggregation.Sum and .Avg */
describe("sum and average", () => {
  it.each([
    ["of integers", [1, 2, 4], { sum: 7, average: 7 / 3 }],
    ["of integers and doubles", [1, 0.5], { sum: 1.5, average: 0.75 }],
    ["skip what is no number", [1, "2", null, [3], 5], { sum: 6, average: 3 }],
    ["of nothing", [], { sum: 0, average: null }],
    ["of no numbers", ["a"], { sum: 0, average: null }],
    ["with NaN", [1, Number.NaN], { sum: Number.NaN, average: Number.NaN }],
    [
      "with infinities of both signs",
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
      { sum: Number.NaN, average: Number.NaN },
    ],
    [
      "of large doubles",
      [Number.MAX_VALUE, Number.MAX_VALUE],
      { sum: Number.POSITIVE_INFINITY, average: Number.POSITIVE_INFINITY },
    ],
  ])("%s", async (_, values, expected) => {
    expect(await sumAndAverage(...values)).toEqual(expected);
  });

  it("makes a double of an integer sum that does not fit int64", async () => {
    const max = { integerValue: "9223372036854775807" };
    const write = (id: string, value: object) => ({
      update: { name: `${raw.documents}/overflow/${id}`, fields: { value } },
    });
    await raw.commit([write("a", max), write("b", max), write("c", { integerValue: 2 })]);
    const [answer] = await raw.stream("RunAggregationQuery", {
      parent: raw.documents,
      structuredAggregationQuery: {
        structuredQuery: { from: [{ collectionId: "overflow" }] },
        aggregations: [{ alias: "sum", sum: { field: { fieldPath: "value" } } }],
      },
    });
    const result = answer?.result as { aggregateFields: Record<string, { doubleValue: number }> };
    expect(result.aggregateFields.sum?.doubleValue).toBe(2 ** 64);
  });

  it("counts only documents that have every aggregated field", async () => {
    const collection = db.collection("pages");
    await collection.doc("a").set({ pages: 100, year: 1980 });
    await collection.doc("b").set({ pages: 50 });
    const { count, pages } = (
      await collection
        .aggregate({
          count: AggregateField.count(),
          pages: AggregateField.sum("pages"),
          year: AggregateField.average("year"),
        })
        .get()
    ).data();
    expect({ count, pages }).toEqual({ count: 1, pages: 100 });
  });
});

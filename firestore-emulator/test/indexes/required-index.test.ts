import { describe, expect, test } from "vitest";
import { parseIndexDefinitions } from "../../src/indexes/parse-index-definitions.ts";
import { findMissingIndex } from "../../src/indexes/required-index.ts";
import { FieldPath } from "../../src/model/field-path.ts";
import type { Aggregation, Query } from "../../src/query/query.ts";
import { and, field, or, query, unary } from "./query-text.ts";

/** "status asc, age desc" -> a composite index of the collection "chats". */
function composite(fields: string, queryScope = "COLLECTION") {
  return {
    collectionGroup: "chats",
    queryScope,
    fields: fields.split(", ").map((text) => {
      const [fieldPath, mode] = text.split(" ");
      return mode === "contains"
        ? { fieldPath, arrayConfig: "CONTAINS" }
        : { fieldPath, order: mode === "desc" ? "DESCENDING" : "ASCENDING" };
    }),
  };
}

function definitions(indexes: object[], fieldOverrides: object[] = []) {
  return parseIndexDefinitions(JSON.stringify({ indexes, fieldOverrides }), "firestore.indexes.json");
}

function runs(tested: Query, indexes: object[] = [], fieldOverrides: object[] = []): boolean {
  return findMissingIndex(tested, definitions(indexes, fieldOverrides)) === undefined;
}

const GROUP_STATUS = {
  collectionGroup: "chats",
  fieldPath: "status",
  indexes: [{ order: "ASCENDING", queryScope: "COLLECTION_GROUP" }],
};

describe("queries that automatic indexes answer", () => {
  test.each<[string, Query]>([
    ["no filter", query({})],
    ["one equality", query({ where: field("status", "==") })],
    ["several equalities, merged", query({ where: and(field("status", "=="), field("group", "==")) })],
    ["null and NaN, which are equalities", query({ where: and(unary("a", "isNull"), unary("b", "isNan")) })],
    ["one inequality", query({ where: field("age", ">") })],
    ["a range of one field", query({ where: and(field("age", ">"), field("age", "<")) })],
    ["an inequality with its own order", query({ where: field("age", ">"), orderBy: ["age desc"] })],
    ["not equal", query({ where: field("age", "!=") })],
    ["one order", query({ orderBy: ["age desc"] })],
    ["array-contains", query({ where: field("tags", "array-contains") })],
    [
      "array-contains with an equality",
      query({ where: and(field("tags", "array-contains"), field("a", "==")) }),
    ],
    ["array-contains-any", query({ where: field("tags", "array-contains-any", ["a", "b"]) })],
    ["in", query({ where: field("status", "in", ["a", "b"]) })],
    ["or of equalities", query({ where: or(field("a", "=="), field("b", "==")) })],
    ["a subfield", query({ where: field("visitor.name", "==") })],
    ["an equality with an order by the same field", query({ where: field("a", "=="), orderBy: ["a desc"] })],
    ["names only", query({ where: field("__name__", ">=") })],
    ["an equality and a range of names", query({ where: and(field("a", "=="), field("__name__", ">")) })],
    ["names in ascending order", query({ orderBy: ["__name__"] })],
    [
      "an equality with names in descending order",
      query({ where: field("a", "=="), orderBy: ["__name__ desc"] }),
    ],
    ["a whole collection group", query({ group: true })],
  ])("%s", (_, tested) => {
    expect(runs(tested)).toBe(true);
  });
});

describe("queries that need a composite index", () => {
  test.each<[string, Query, string]>([
    ["equality and order", query({ where: field("status", "=="), orderBy: ["age"] }), "status asc, age asc"],
    ["equality and inequality", query({ where: and(field("a", "=="), field("b", ">")) }), "a asc, b asc"],
    ["equality in either direction", query({ where: field("a", "=="), orderBy: ["b"] }), "a desc, b asc"],
    ["descending order", query({ where: field("a", "=="), orderBy: ["b desc"] }), "a asc, b desc"],
    ["two orders", query({ orderBy: ["a", "b desc"] }), "a asc, b desc"],
    [
      "array-contains and order",
      query({ where: field("t", "array-contains"), orderBy: ["a"] }),
      "t contains, a asc",
    ],
    ["in and order", query({ where: field("a", "in", ["x"]), orderBy: ["b"] }), "a asc, b asc"],
    [
      "not-in after an equality",
      query({ where: and(field("a", "=="), field("b", "not-in", [1n])) }),
      "a asc, b asc",
    ],
    ["two inequalities", query({ where: and(field("b", ">"), field("a", "<")) }), "a asc, b asc"],
    [
      "is not null and equality",
      query({ where: and(unary("b", "isNotNull"), field("a", "==")) }),
      "a asc, b asc",
    ],
  ])("%s", (_, tested, fields) => {
    expect(runs(tested)).toBe(false);
    expect(runs(tested, [composite(fields)])).toBe(true);
  });

  test("the sort order must match exactly: Firestore does not read indexes backwards", () => {
    const tested = query({ where: field("a", "=="), orderBy: ["b desc"] });
    expect(runs(tested, [composite("a asc, b asc")])).toBe(false);
    expect(runs(query({ orderBy: ["a desc", "b asc"] }), [composite("a asc, b desc")])).toBe(false);
  });

  test("an index with a further field does not serve a shorter sort order", () => {
    const tested = query({ where: field("a", "=="), orderBy: ["b"] });
    expect(runs(tested, [composite("a asc, b asc, c asc")])).toBe(false);
  });

  test("the equalities may come in any order, but before the sort order", () => {
    const tested = query({ where: and(field("a", "=="), field("b", "==")), orderBy: ["c"] });
    expect(runs(tested, [composite("b asc, a asc, c asc")])).toBe(true);
    expect(runs(tested, [composite("a asc, c asc, b asc")])).toBe(false);
  });

  test("an index of plain values does not answer array-contains, nor the reverse", () => {
    const contains = query({ where: field("t", "array-contains"), orderBy: ["a"] });
    expect(runs(contains, [composite("t asc, a asc")])).toBe(false);
    const equals = query({ where: field("t", "=="), orderBy: ["a"] });
    expect(runs(equals, [composite("t contains, a asc")])).toBe(false);
  });

  test("every branch of an or needs its index", () => {
    const tested = query({ where: or(field("a", "=="), field("b", "==")), orderBy: ["c"] });
    expect(runs(tested, [composite("a asc, c asc")])).toBe(false);
    expect(runs(tested, [composite("a asc, c asc"), composite("b asc, c asc")])).toBe(true);
  });

  test("an or inside an and is multiplied out", () => {
    const tested = query({ where: and(field("s", "=="), or(field("a", "=="), field("b", ">"))) });
    expect(runs(tested, [composite("s asc, b asc")])).toBe(false);
    const both = query({ where: and(field("s", "=="), or(field("a", ">"), field("a", "<"))) });
    expect(runs(both, [composite("s asc, a asc")])).toBe(true);
  });

  test("names in descending order need an index of names", () => {
    const tested = query({ orderBy: ["__name__ desc"] });
    expect(runs(tested)).toBe(false);
    const names = { collectionGroup: "chats", fieldPath: "__name__", indexes: [{ order: "DESCENDING" }] };
    expect(runs(tested, [], [names])).toBe(true);
  });

  test("the closing name may be declared with its own direction", () => {
    const tested = query({ where: field("a", "=="), orderBy: ["b", "__name__ desc"] });
    expect(runs(tested, [composite("a asc, b asc")])).toBe(false);
    expect(runs(tested, [composite("a asc, b asc, __name__ desc")])).toBe(true);
  });
});

describe("merging of indexes", () => {
  const tested = query({ where: and(field("a", "=="), field("b", "=="), field("c", "==")), orderBy: ["d"] });

  test("several indexes with the same sort order are merged", () => {
    expect(runs(tested, [composite("a asc, d asc"), composite("b asc, c asc, d asc")])).toBe(true);
  });

  test("those with another sort order do not help", () => {
    expect(runs(tested, [composite("a asc, d asc"), composite("b asc, c asc, d desc")])).toBe(false);
    expect(runs(tested, [composite("a asc, d asc"), composite("b asc, d asc")])).toBe(false);
  });

  test("an index whose prefix has a field that is not tested does not help", () => {
    expect(runs(tested, [composite("a asc, b asc, c asc, x asc, d asc")])).toBe(false);
  });
});

describe("collection groups", () => {
  const tested = query({ where: field("status", "=="), group: true });

  test("need even single-field indexes to be declared", () => {
    expect(runs(tested)).toBe(false);
    expect(runs(tested, [], [GROUP_STATUS])).toBe(true);
  });

  test("and composite indexes of their own scope", () => {
    const sorted = query({ where: field("status", "=="), orderBy: ["age"], group: true });
    expect(runs(sorted, [composite("status asc, age asc")])).toBe(false);
    expect(runs(sorted, [composite("status asc, age asc", "COLLECTION_GROUP")])).toBe(true);
  });

  test("an override replaces the automatic indexes of the collection", () => {
    expect(runs(query({ where: field("status", "==") }), [], [GROUP_STATUS])).toBe(false);
  });
});

describe("exemptions", () => {
  const none = (fieldPath: string) => ({ collectionGroup: "chats", fieldPath, indexes: [] });

  test("an exempt field cannot be queried", () => {
    expect(runs(query({ where: field("beat", ">") }), [], [none("beat")])).toBe(false);
    expect(runs(query({ orderBy: ["beat"] }), [], [none("beat")])).toBe(false);
    expect(runs(query({ where: field("other", ">") }), [], [none("beat")])).toBe(true);
  });

  test("subfields inherit from the nearest parent", () => {
    const status = { collectionGroup: "chats", fieldPath: "meta.status", indexes: [{ order: "ASCENDING" }] };
    expect(runs(query({ where: field("meta.a", "==") }), [], [none("meta")])).toBe(false);
    expect(runs(query({ where: field("meta.status", "==") }), [], [none("meta"), status])).toBe(true);
  });

  test("a composite index still serves an exempt field", () => {
    const tested = query({ where: and(field("a", "=="), field("beat", ">")) });
    expect(runs(tested, [composite("a asc, beat asc")], [none("beat")])).toBe(true);
  });

  test("an asterisk stands for every field but names", () => {
    expect(runs(query({ where: field("any", "==") }), [], [none("*")])).toBe(false);
    expect(runs(query({}), [], [none("*")])).toBe(true);
  });
});

describe("aggregations", () => {
  const sum = (path: string): Aggregation => ({ kind: "sum", alias: "s", path: FieldPath.parse(path) });
  const missing = (tested: Query, aggregations: Aggregation[], indexes: object[] = []) =>
    findMissingIndex(tested, definitions(indexes), aggregations);

  test("count needs what its query needs", () => {
    expect(missing(query({ where: field("a", "==") }), [{ kind: "count", alias: "c" }])).toBeUndefined();
  });

  test("sum and average need the summed field in the index", () => {
    expect(missing(query({}), [sum("cost")])).toBeUndefined();
    const filtered = query({ where: field("a", "==") });
    expect(missing(filtered, [sum("cost")])).toBeDefined();
    expect(missing(filtered, [sum("cost")], [composite("a asc, cost asc")])).toBeUndefined();
    expect(missing(filtered, [sum("a")])).toBeUndefined();
  });

  // The web SDK's own index list has "testId, pages, rating, year" for sums of rating, pages and year.
  test("several added-up fields may stand in the index in any order, behind the sort order", () => {
    const sums = [sum("rating"), sum("pages"), sum("year")];
    const filtered = query({ where: field("a", "==") });
    expect(missing(filtered, sums, [composite("a asc, pages asc, rating asc, year asc")])).toBeUndefined();
    expect(missing(filtered, sums, [composite("a asc, pages asc, rating asc")])).toBeDefined();
    const sorted = query({ where: field("a", "=="), orderBy: ["year"] });
    expect(missing(sorted, sums, [composite("a asc, year asc, rating asc, pages asc")])).toBeUndefined();
    expect(missing(sorted, sums, [composite("a asc, pages asc, rating asc, year asc")])).toBeDefined();
    const listed = query({ where: field("rating", "array-contains") });
    expect(missing(listed, [sum("rating")], [composite("rating contains, rating asc")])).toBeUndefined();
    expect(missing(listed, [sum("rating")], [composite("rating asc, rating contains")])).toBeDefined();
  });

  test("are suggested with their fields by name", () => {
    const required = missing(query({ where: field("a", "==") }), [sum("rating"), sum("pages")]);
    expect(required?.aggregated.map(String)).toEqual(["pages", "rating"]);
  });
});

describe("vectors", () => {
  test("a nearest-neighbour query needs a vector index of its dimension", () => {
    const tested = query({ where: field("a", "=="), nearest: ["embedding", 3] });
    const index = (dimension: number) => ({
      collectionGroup: "chats",
      fields: [
        { fieldPath: "a", order: "ASCENDING" },
        { fieldPath: "embedding", vectorConfig: { dimension, flat: {} } },
      ],
    });
    expect(runs(tested)).toBe(false);
    expect(runs(tested, [index(4)])).toBe(false);
    expect(runs(tested, [index(3)])).toBe(true);
  });
});

test("a query without a collection id reads by name and needs no index", () => {
  const { collectionId: _, ...everything } = query({ group: true });
  expect(runs(everything)).toBe(true);
});

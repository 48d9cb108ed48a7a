import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RawClient } from "../raw-client.ts";
import { newProjectId } from "../server-sdk.ts";
import { type EmulatorUnderTest, startUnderTest } from "../under-test.ts";

let underTest: EmulatorUnderTest;
let raw: RawClient;

beforeAll(async () => {
  underTest = await startUnderTest();
  raw = new RawClient(underTest, newProjectId());
});

afterAll(async () => {
  raw.close();
  await underTest.stop();
});

const OPERATORS = {
  "<": 1,
  ">": 3,
  "==": 5,
  "!=": 6,
  contains: 7,
  in: 8,
  containsAny: 9,
  notIn: 10,
} as const;
const int = (value: number) => ({ integerValue: value });
const list = (length: number) => ({ arrayValue: { values: Array.from({ length }, (_, i) => int(i)) } });
const field = (path: string, op: keyof typeof OPERATORS, value: object) => ({
  fieldFilter: { field: { fieldPath: path }, op: OPERATORS[op], value },
});
const all = (...filters: object[]) => ({ compositeFilter: { op: 1, filters } });
const any = (...filters: object[]) => ({ compositeFilter: { op: 2, filters } });
const order = (...paths: string[]) => paths.map((fieldPath) => ({ field: { fieldPath } }));
const from = [{ collectionId: "rows" }];

/** Limits: firebase.google.com/docs/firestore/query-data/queries#query_limitations. Messages as production words them. */
const refused: [what: string, query: object, message: string][] = [
  [
    "31 values of in",
    { from, where: field("a", "in", list(31)) },
    "'IN' supports up to 30 comparison values.",
  ],
  [
    "11 values of not-in",
    { from, where: field("a", "notIn", list(11)) },
    "'NOT_IN' supports up to 10 comparison values.",
  ],
  ["an empty list", { from, where: field("a", "in", list(0)) }, "'IN' requires an non-empty ArrayValue."],
  [
    "no list",
    { from, where: field("a", "containsAny", int(1)) },
    "'ARRAY_CONTAINS_ANY' requires an ArrayValue.",
  ],
  [
    "more than 30 disjunctions",
    { from, where: all(field("a", "in", list(6)), field("b", "in", list(6))) },
    "Too many disjunctions after normalization. Result had 36 disjunctions which is more than the maximum of 30",
  ],
  [
    "two array-contains",
    { from, where: all(field("a", "contains", int(1)), field("b", "containsAny", list(2))) },
    "A maximum of 1 'ARRAY_CONTAINS' filter is allowed per disjunction.",
  ],
  [
    "two negations",
    { from, where: all(field("a", "!=", int(1)), field("b", "notIn", list(2))) },
    "Only a single 'NOT_EQUAL', 'NOT_IN', 'IS_NOT_NAN', or 'IS_NOT_NULL' filter allowed per query.",
  ],
  [
    "not-in with or",
    {
      from,
      where: all(field("a", "notIn", list(2)), any(field("b", "==", int(1)), field("b", "==", int(2)))),
    },
    "'NOT_IN' cannot be used in the same query with 'IN', 'ARRAY_CONTAINS_ANY' or 'OR'.",
  ],
  [
    "eleven inequality fields",
    { from, where: all(...Array.from({ length: 11 }, (_, i) => field(`f${i}`, ">", int(0)))) },
    "A query may not have more than 10 distinct inequality fields.",
  ],
  [
    "one order twice",
    { from, orderBy: order("a", "a") },
    "order by clause cannot contain duplicate fields a",
  ],
  [
    "an order behind the name",
    { from, orderBy: order("__name__", "a") },
    "order by clause cannot contain more fields after the key",
  ],
  [
    "a cursor too long",
    { from, orderBy: order("a"), startAt: { values: [int(1), int(2), int(3)] } },
    "Cursor has too many values.",
  ],
  [
    "a cursor by text for the name",
    { from, orderBy: order("__name__"), startAt: { values: [{ stringValue: "a" }] } },
    "Cursor __key__ value is not a document reference.",
  ],
  [
    "a name compared with text",
    { from, where: field("__name__", "==", { stringValue: "a" }) },
    "__key__ filter value must be a Key",
  ],
  [
    "a filter without a collection",
    { from: [{ allDescendants: true }], where: field("a", "==", int(1)) },
    "kind is required for filter: a",
  ],
  [
    "an order without a collection",
    { orderBy: order("a") },
    "kind is required for all orders except __key__ ascending",
  ],
  ["a negative limit", { from, limit: { value: -1 } }, "limit is negative"],
  ["a negative offset", { from, offset: -1 }, "offset is negative"],
  ["two collections", { from: [...from, ...from] }, "Only one 'from' clause is allowed."],
  [
    "an operator without a number",
    { from, where: { fieldFilter: { field: { fieldPath: "a" }, value: int(1) } } },
    "A field filter needs an operator.",
  ],
  ["a malformed field path", { from, where: field("a b", "==", int(1)) }, 'Invalid property path "a b".'],
];

describe("a query is refused for", () => {
  it.each(refused)("%s", async (_, query, message) => {
    await expect(raw.runQuery(query)).rejects.toMatchObject({
      code: 3,
      details: expect.stringContaining(message),
    });
  });

  it("aggregating too much, nothing, or twice under one name", async () => {
    const run = (aggregations: object[]) =>
      raw.stream("RunAggregationQuery", {
        parent: raw.documents,
        structuredAggregationQuery: { structuredQuery: { from }, aggregations },
      });
    const count = { count: {} };
    await expect(run(Array(6).fill(count))).rejects.toMatchObject({
      code: 3,
      details: expect.stringContaining(
        "maximum number of aggregations allowed in an aggregation query is 5. Received: 6",
      ),
    });
    await expect(run([])).rejects.toMatchObject({ code: 3 });
    await expect(
      run([
        { ...count, alias: "n" },
        { ...count, alias: "n" },
      ]),
    ).rejects.toMatchObject({ code: 3 });
    await expect(run([{ count: { upTo: { value: 0 } } }])).rejects.toMatchObject({ code: 3 });
  });
});

describe("a query at the limits is answered", () => {
  it.each([
    ["30 values of in", { from, where: field("a", "in", list(30)) }],
    ["10 values of not-in", { from, where: field("a", "notIn", list(10)) }],
    [
      "ten inequality fields",
      { from, where: all(...Array.from({ length: 10 }, (_, i) => field(`f${i}`, ">", int(0)))) },
    ],
    [
      "array-contains in each branch of an or",
      { from, where: any(field("a", "contains", int(1)), field("a", "contains", int(2))) },
    ],
  ])("%s", async (_, query) => {
    await expect(raw.runQuery(query)).resolves.toHaveLength(1);
  });
});

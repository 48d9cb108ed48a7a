import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FieldPath } from "../../src/model/field-path.ts";
import type { Value } from "../../src/model/value.ts";
import { matchesQuery } from "../../src/query/matching.ts";
import type { FieldOperator, Filter, Query } from "../../src/query/query.ts";
import { compileRules } from "../../src/rules/decide/compile.ts";
import { rulesQueryOf } from "../../src/rules/decide/rules-query.ts";
import { ADA, DATABASE, mapOf, NOW, rulesAround, storedDocument } from "./condition.ts";

/**
 * The promise behind every allowed query: whatever document it returns, the rule allows that document. Random
 * conditions, queries and documents look for a counterexample. Conditions that ask which fields a document
 * lacks are not among them: what a query does not constrain is absent for them, as in Google's emulator.
 */

const FIELDS = ["a", "b", "m.x"];

const scalar: fc.Arbitrary<Value> = fc.constantFrom<Value>(
  null,
  true,
  false,
  1n,
  2n,
  3n,
  2.5,
  "ada",
  "ben",
  "",
  Number.NaN,
);
/** Not NaN: an index sorts it below all numbers, whereas in the language no comparison with it holds. */
const stored: fc.Arbitrary<Value> = scalar.filter((value) => !Number.isNaN(value));
const list: fc.Arbitrary<Value> = fc.array(stored, { maxLength: 3 });
const documents = fc.record(
  {
    a: fc.oneof(stored, list),
    b: fc.oneof(stored, list),
    m: fc.oneof(
      stored,
      stored.map((x) => mapOf({ x })),
    ),
  },
  { requiredKeys: [] },
);

const comparisons: fc.Arbitrary<Filter> = fc.oneof(
  fieldFilter(fc.constantFrom<FieldOperator>("==", "!=", "<", "<=", ">", ">=", "array-contains"), scalar),
  fieldFilter(fc.constantFrom<FieldOperator>("==", "!="), list),
  fieldFilter(
    fc.constantFrom<FieldOperator>("in", "not-in", "array-contains-any"),
    fc.array(scalar, { minLength: 1, maxLength: 3 }),
  ),
);

function fieldFilter(op: fc.Arbitrary<FieldOperator>, value: fc.Arbitrary<Value>): fc.Arbitrary<Filter> {
  return fc.tuple(fc.constantFrom(...FIELDS), op, value).map(([field, operator, operand]) => ({
    kind: "field",
    path: FieldPath.parse(field),
    op: operator,
    value: operand,
  }));
}

const filters: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    comparisons,
    fc
      .tuple(
        fc.constantFrom("and" as const, "or" as const),
        fc.array(tie("filter"), { minLength: 1, maxLength: 3 }),
      )
      .map(([op, inner]): Filter => ({ kind: "composite", op, filters: inner })),
  ),
})).filter;

const field = fc.constantFrom("resource.data.a", "resource.data.b", "resource.data.m.x");
const literal = fc.constantFrom(
  "null",
  "true",
  "false",
  "1",
  "2",
  "2.5",
  "'ada'",
  "'ben'",
  "request.auth.uid",
);
const atoms: fc.Arbitrary<string> = fc.oneof(
  fc.tuple(field, fc.constantFrom("==", "!=", "<", "<=", ">", ">="), literal).map((parts) => parts.join(" ")),
  fc.tuple(literal, fc.constantFrom("==", "!=", "<", ">="), field).map((parts) => parts.join(" ")),
  fc.tuple(field, fc.constantFrom("==", "!="), field).map((parts) => parts.join(" ")),
  fc.tuple(literal, field).map(([left, right]) => `${left} in ${right}`),
  fc.tuple(field, literal, literal).map(([left, x, y]) => `${left} in [${x}, ${y}]`),
  fc
    .tuple(field, fc.constantFrom("string", "number", "bool", "list", "null", "map"))
    .map(([left, type]) => `${left} is ${type}`),
  fc.constantFrom(
    "resource.data.m is map",
    "resource.data.a.hasAny([1, 'ada'])",
    "resource.data.b.hasAll(['ben'])",
    "resource.data.a",
    "resource.data.a.size() > 0",
    "[resource.data.a].hasAny([1])",
    "resource.data.a + 1 == 2",
  ),
  fc.constantFrom("resource == null", "resource.data != null", "thing == resource.id", "true", "false"),
);

const conditions: fc.Arbitrary<string> = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    atoms,
    fc
      .tuple(tie("condition"), fc.constantFrom("&&", "||"), tie("condition"))
      .map(([l, op, r]) => `(${l} ${op} ${r})`),
    tie("condition").map((inner) => `!(${inner})`),
    fc.tuple(tie("condition"), tie("condition"), tie("condition")).map(([c, t, f]) => `(${c} ? ${t} : ${f})`),
  ),
})).condition;

function queryOf(where: Filter | undefined, orderBy: readonly string[]): Query {
  const orders = orderBy.map((text) => ({ path: FieldPath.parse(text), direction: "asc" as const }));
  return {
    parent: "projects/demo/databases/(default)/documents",
    collectionId: "things",
    allDescendants: false,
    orderBy: orders,
    orders: [...orders, { path: FieldPath.DOCUMENT_NAME, direction: "asc" }],
    offset: 0,
    ...(where ? { where } : {}),
  };
}

describe("a proven query", () => {
  it("returns no document that the rule denies", () => {
    let proven = 0;
    let matched = 0;
    const queries = fc.tuple(fc.option(filters, { nil: undefined }), fc.subarray(FIELDS, { maxLength: 1 }));
    const check = (
      condition: string,
      [where, orderBy]: [Filter | undefined, string[]],
      found: object[],
    ): void => {
      const ruleset = compileRules(rulesAround(`allow read: if ${condition};`));
      const query = queryOf(where, orderBy);
      const base = { auth: ADA, time: NOW };
      const list = ruleset.check(
        { ...base, method: "list", path: "things", query: rulesQueryOf(query) },
        DATABASE,
      );
      if (!list.allowed) return;
      proven++;
      for (const fields of found) {
        const resource = storedDocument("things/one", mapOf(fields as Record<string, Value>));
        if (!matchesQuery(query, resource)) continue;
        matched++;
        const get = ruleset.check({ ...base, method: "get", path: "things/one", resource }, DATABASE);
        expect(get.message).toBe("");
      }
    };
    fc.assert(
      fc.property(conditions, queries, fc.array(documents, { minLength: 20, maxLength: 40 }), check),
      {
        numRuns: 3_000,
      },
    );
    expect(proven).toBeGreaterThan(100);
    expect(matched).toBeGreaterThan(100);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StoredDocument } from "../model/document.ts";
import { FieldPath } from "../model/field-path.ts";
import type { Timestamp, Value } from "../model/value.ts";
import { compareByOrders, fieldOf, matchesQuery } from "../query/matching.ts";
import { completeOrders } from "../query/orders.ts";
import type { Cursor, Filter, Order, Query } from "../query/query.ts";
import { Database } from "./database.ts";

const ROOT = "projects/p/databases/(default)/documents";
const FIELDS = ["a", "b", "c"].map((name) => FieldPath.parse(name));

const value: fc.Arbitrary<Value> = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 4 }).map(BigInt) },
  { weight: 1, arbitrary: fc.constantFrom<Value>(null, true, Number.NaN, 1.5, -0, "x", "y") },
  { weight: 1, arbitrary: fc.array(fc.integer({ min: 0, max: 3 }).map(BigInt), { maxLength: 3 }) },
);
const fields = fc
  .tuple(fc.option(value), fc.option(value), fc.option(value))
  .map((values) => new Map(values.flatMap((v, i) => (v === null ? [] : [["abc"[i] as string, v] as const]))));
const path = fc.constantFrom(...FIELDS);
const comparison: fc.Arbitrary<Filter> = fc
  .tuple(path, fc.constantFrom("==", "==", "<", "<=", ">", ">=", "!=", "array-contains"), value)
  .map(([at, op, operand]) => ({ kind: "field", path: at, op, value: operand }) as Filter);
const listFilter: fc.Arbitrary<Filter> = fc
  .tuple(
    path,
    fc.constantFrom("in", "not-in", "array-contains-any"),
    fc.array(value, { minLength: 1, maxLength: 3 }),
  )
  .map(([at, op, operand]) => ({ kind: "field", path: at, op, value: operand }) as Filter);
const unary: fc.Arbitrary<Filter> = fc
  .tuple(path, fc.constantFrom("isNull", "isNotNull", "isNan", "isNotNan"))
  .map(([at, op]) => ({ kind: "unary", path: at, op }) as Filter);
const leaf = fc.oneof({ weight: 4, arbitrary: comparison }, listFilter, unary);
const filter: fc.Arbitrary<Filter> = fc.oneof(
  leaf,
  fc
    .tuple(fc.constantFrom("and" as const, "or" as const), fc.array(leaf, { minLength: 2, maxLength: 3 }))
    .map(([op, filters]) => ({ kind: "composite" as const, op, filters })),
);
const orderBy: fc.Arbitrary<Order[]> = fc.uniqueArray(
  fc
    .tuple(path, fc.constantFrom("asc" as const, "desc" as const))
    .map(([at, direction]) => ({ path: at, direction })),
  { maxLength: 2, selector: (order) => order.path.toString() },
);

interface Ask {
  readonly where: Filter | null;
  readonly orderBy: Order[];
  readonly allDescendants: boolean;
  readonly limit: number | null;
  readonly offset: number;
  /** Which result the cursors point at, how many of its values they hold, and on which side. */
  readonly start: readonly [at: number, length: number, before: boolean] | null;
  readonly end: readonly [at: number, length: number, before: boolean] | null;
}
const cursor = fc.option(fc.tuple(fc.nat(40), fc.nat(3), fc.boolean()));
const ask: fc.Arbitrary<Ask> = fc.record({
  where: fc.option(filter),
  orderBy,
  allDescendants: fc.boolean(),
  limit: fc.option(fc.integer({ min: 0, max: 20 })),
  offset: fc.constantFrom(0, 0, 0, 3),
  start: cursor,
  end: cursor,
});

describe("a query read from indexes", () => {
  it("answers what filtering and sorting every document answers", () => {
    fc.assert(
      fc.property(
        fc.array(fields, { minLength: 90, maxLength: 120 }),
        fc.array(ask, { minLength: 8, maxLength: 8 }),
        (rows, asks) => {
          const database = databaseOf(rows);
          for (const one of asks) expectSameAsScan(database, one);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("stays right while documents change, now and as of earlier times", () => {
    const changes = fc.array(fc.tuple(fc.nat(100), fc.option(fields)), { minLength: 20, maxLength: 40 });
    fc.assert(
      fc.property(fc.array(fields, { minLength: 90, maxLength: 100 }), ask, changes, (rows, one, writes) => {
        const database = databaseOf(rows);
        const query = toQuery(database, one);
        const seen: { at: Timestamp; names: string[] }[] = [];
        for (const [i, next] of writes) {
          seen.push({ at: database.now(), names: namesOf(database.run(query)) });
          const kind = next ? ("set" as const) : ("delete" as const);
          database.commit([{ kind, name: nameOf(i), fields: next ?? new Map(), transforms: [] }]);
          expect(namesOf(database.run(query))).toEqual(namesOf(scan(database, query)));
        }
        for (const { at, names } of seen) expect(namesOf(database.run(query, at))).toEqual(names);
      }),
      { numRuns: 40 },
    );
  });
});

function databaseOf(rows: readonly Map<string, Value>[]): Database {
  const database = new Database({ projectId: "p", databaseId: "(default)" }, () => 1_700_000_000_000);
  database.commit(rows.map((row, i) => ({ kind: "set", name: nameOf(i), fields: row, transforms: [] })));
  return database;
}

/** Two in three lie in the root collection "rows", the others in collections of that id below "deep". */
function nameOf(i: number): string {
  return i % 3 === 0 ? `${ROOT}/deep/d${i % 2}/rows/r${i}` : `${ROOT}/rows/r${i}`;
}

function expectSameAsScan(database: Database, one: Ask): void {
  const query = toQuery(database, one);
  expect(namesOf(database.run(query))).toEqual(namesOf(scan(database, query)));
}

function toQuery(database: Database, one: Ask): Query {
  const orders = completeOrders(one.where ?? undefined, one.orderBy);
  const plain: Query = {
    parent: ROOT,
    collectionId: "rows",
    allDescendants: one.allDescendants,
    ...(one.where ? { where: one.where } : {}),
    orderBy: one.orderBy,
    orders,
    offset: 0,
  };
  const found = scan(database, plain);
  const toCursor = ([at, length, before]: readonly [number, number, boolean]): Cursor | undefined => {
    const document = found[at % Math.max(1, found.length)];
    if (!document) return undefined;
    return { before, values: orders.slice(0, length).map((order) => fieldOf(document, order.path) ?? null) };
  };
  const startAt = one.start ? toCursor(one.start) : undefined;
  const endAt = one.end ? toCursor(one.end) : undefined;
  return {
    ...plain,
    ...(startAt ? { startAt } : {}),
    ...(endAt ? { endAt } : {}),
    ...(one.limit === null ? {} : { limit: one.limit }),
    offset: one.offset,
  };
}

function scan(database: Database, query: Query): StoredDocument[] {
  const matching = [...database.documents.all()].filter((document) => matchesQuery(query, document));
  matching.sort(compareByOrders(query.orders));
  return matching.slice(query.offset, query.limit === undefined ? undefined : query.offset + query.limit);
}

function namesOf(documents: readonly StoredDocument[]): string[] {
  return documents.map((document) => document.name.slice(ROOT.length));
}

import { compareFieldPaths, type FieldPath } from "../model/field-path.ts";
import { compareResourceNames } from "../model/order.ts";
import { compareValues, Reference, typeOrder, type Value } from "../model/value.ts";
import { branchesOf } from "../query/filter-branches.ts";
import { isNaNValue } from "../query/matching.ts";
import type { Cursor, FieldFilter, Order, Query, UnaryFilter } from "../query/query.ts";
import type { IndexEntry, IndexShape } from "./query-index.ts";
import type { ScanRange } from "./sorted-list.ts";

type Leaf = FieldFilter | UnaryFilter;

/** How one branch of a query's filter is read: one document by name, or a range of an index. */
export type BranchPlan = { readonly kind: "get"; readonly name: string } | ScanPlan;

export interface ScanPlan {
  readonly kind: "scan";
  /** The index that holds exactly the branch's documents in the query's order. */
  readonly shape: IndexShape;
  readonly range: ScanRange<IndexEntry>;
  /** How many of the shape's fields have one value: those before the ordered ones. */
  readonly fixedFields: number;
  /** Single fields with the value that the branch demands: another way to few candidates. */
  readonly equalities: readonly { readonly path: FieldPath; readonly value: Value }[];
}

/** The index over one field alone, and the part of it with one value. */
export function singleValueScan(path: FieldPath, value: Value): Pick<ScanPlan, "shape" | "range"> {
  return {
    shape: { fields: [{ path, mode: "asc" }], nameDirection: "asc" },
    range: {
      reverse: false,
      isBefore: (entry) => compareValues(entry.key[0] as Value, value) < 0,
      isAfter: (entry) => compareValues(entry.key[0] as Value, value) > 0,
    },
  };
}

/** One plan for each branch (disjunct). All ranges are walked in the query's order; documents still need checking. */
export function planQuery(query: Query): BranchPlan[] {
  return branchesOf(query.where).map((branch) => planBranch(query, branch));
}

interface Equality {
  readonly leaf: Leaf;
  readonly mode: "asc" | "contains";
  readonly value: Value;
}

function planBranch(query: Query, branch: readonly Leaf[]): BranchPlan {
  const equalities = equalitiesOf(branch);
  const named = equalities.find(({ leaf }) => leaf.path.isDocumentName);
  if (named) return { kind: "get", name: named.value instanceof Reference ? named.value.name : "" };
  const fixed = new Set(
    equalities.filter(({ mode }) => mode === "asc").map(({ leaf }) => leaf.path.toString()),
  );
  const orders = query.orders.filter(({ path }) => !fixed.has(path.toString()));
  const reverse = orders[0]?.direction === "desc";
  const shape: IndexShape = {
    fields: [
      ...equalities.map(({ leaf, mode }) => ({ path: leaf.path, mode })),
      ...orders
        .filter(({ path }) => !path.isDocumentName)
        .map(({ path, direction }) => ({
          path,
          mode: (direction === "desc") === reverse ? ("asc" as const) : ("desc" as const),
        })),
    ],
    nameDirection: (orders.at(-1)?.direction === "desc") === reverse ? "asc" : "desc",
  };
  return {
    kind: "scan",
    shape,
    range: rangeOf({ query, branch, equalities, orders, reverse }),
    fixedFields: equalities.length,
    equalities: equalities
      .filter(({ mode }) => mode === "asc")
      .map(({ leaf, value }) => ({ path: leaf.path, value })),
  };
}

/** The branch's equalities, one for each field, in a canonical order; at most one array membership. */
function equalitiesOf(branch: readonly Leaf[]): Equality[] {
  const found = new Map<string, Equality>();
  let hasContains = false;
  for (const leaf of branch) {
    const equality = equalityOf(leaf);
    if (!equality || (equality.mode === "contains" && hasContains)) continue;
    hasContains ||= equality.mode === "contains";
    const key = `${leaf.path} ${equality.mode}`;
    if (!found.has(key)) found.set(key, equality);
  }
  return [...found.values()].sort(
    (a, b) => compareFieldPaths(a.leaf.path, b.leaf.path) || (a.mode === "asc" ? -1 : 1),
  );
}

function equalityOf(leaf: Leaf): Equality | undefined {
  if (leaf.kind === "unary") {
    if (leaf.op === "isNull") return { leaf, mode: "asc", value: null };
    return leaf.op === "isNan" ? { leaf, mode: "asc", value: Number.NaN } : undefined;
  }
  if (leaf.op === "==") return { leaf, mode: "asc", value: leaf.value };
  return leaf.op === "array-contains" ? { leaf, mode: "contains", value: leaf.value } : undefined;
}

interface RangeParts {
  readonly query: Query;
  readonly branch: readonly Leaf[];
  readonly equalities: readonly Equality[];
  /** The query's orders without those fixed by equalities. */
  readonly orders: readonly Order[];
  readonly reverse: boolean;
}

/** Where an entry lies relative to the wanted range, in the query's order: negative before, 0 inside, positive after. */
type Position = (entry: IndexEntry) => number;

/** Where an entry lies relative to what the equalities fix. */
function prefixPosition(equalities: readonly Equality[], reverse: boolean): Position {
  return (entry) => {
    for (let i = 0; i < equalities.length; i++) {
      const order = compareValues(entry.key[i] as Value, (equalities[i] as Equality).value);
      if (order !== 0) return reverse ? -order : order;
    }
    return 0;
  };
}

function rangeOf(parts: RangeParts): ScanRange<IndexEntry> {
  const { query, equalities, orders, reverse } = parts;
  const prefix = prefixPosition(equalities, reverse);
  const valueAt = (entry: IndexEntry, i: number): Value =>
    orders[i]?.path.isDocumentName
      ? new Reference(entry.document.name)
      : (entry.key[equalities.length + i] as Value);
  const bounds = boundsOf(parts);
  const inBounds: Position = (entry) => {
    if (!bounds) return 0;
    const position = bounds(valueAt(entry, 0));
    return reverse ? -position : position;
  };
  const { startAt, endAt } = query;
  const start = startAt && cursorOver(startAt, query.orders, orders);
  const end = endAt && cursorOver(endAt, query.orders, orders);
  const beforeStart = (entry: IndexEntry) =>
    start !== undefined &&
    isPast(
      compareTo(start, orders, (i) => valueAt(entry, i)),
      !start.before,
    );
  const afterEnd = (entry: IndexEntry) =>
    end !== undefined && isPast(-compareTo(end, orders, (i) => valueAt(entry, i)), end.before);
  return {
    reverse,
    isBefore: (entry) => {
      const position = prefix(entry);
      return position !== 0 ? position < 0 : inBounds(entry) < 0 || beforeStart(entry);
    },
    isAfter: (entry) => {
      const position = prefix(entry);
      return position !== 0 ? position > 0 : inBounds(entry) > 0 || afterEnd(entry);
    },
  };
}

function isPast(order: number, orEqual: boolean): boolean {
  return order > 0 || (orEqual && order === 0);
}

/** Compares a cursor with an entry in the query's order: positive when the cursor sorts later. */
function compareTo(cursor: Cursor, orders: readonly Order[], valueAt: (i: number) => Value): number {
  for (let i = 0; i < cursor.values.length; i++) {
    const cursorValue = cursor.values[i] as Value;
    const entryValue = valueAt(i);
    const order =
      cursorValue instanceof Reference && entryValue instanceof Reference
        ? compareResourceNames(cursorValue.name, entryValue.name)
        : compareValues(cursorValue, entryValue);
    if (order !== 0) return orders[i]?.direction === "desc" ? -order : order;
  }
  return 0;
}

/**
 * A cursor over the remaining orders. Where an order was fixed by an equality, the cursor is only usable up to
 * there; the documents are checked against the whole cursor anyway.
 */
function cursorOver(cursor: Cursor, all: readonly Order[], kept: readonly Order[]): Cursor | undefined {
  if (all.length === kept.length) return cursor;
  const firstFixed = all.findIndex((order) => !kept.includes(order));
  if (firstFixed >= cursor.values.length) return cursor;
  // A shorter cursor must include equal entries, on either side.
  return undefined;
}

/** The interval that comparisons of the first ordered field leave, within one type. */
function boundsOf({ branch, orders }: RangeParts): ((value: Value) => number) | undefined {
  const path = orders[0]?.path;
  if (!path) return undefined;
  const filters = branch.filter(
    (leaf): leaf is FieldFilter => leaf.kind === "field" && leaf.path.equals(path),
  );
  const lower = filters.find(({ op }) => op === ">" || op === ">=");
  const upper = filters.find(({ op }) => op === "<" || op === "<=");
  if (!lower && !upper) return undefined;
  return (value) => {
    if (lower && isOutside(value, lower, -1)) return -1;
    if (upper && isOutside(value, upper, 1)) return 1;
    // The other end of a half-open interval is where the type ends.
    if (!upper && lower) return typeOrder(value) > typeOrder(lower.value) ? 1 : 0;
    if (!lower && upper) {
      return typeOrder(value) < typeOrder(upper.value) || isLowerNaN(value, upper.value) ? -1 : 0;
    }
    return 0;
  };
}

/** side -1: whether the value lies below a lower bound; side 1: above an upper one. */
function isOutside(value: Value, { op, value: bound }: FieldFilter, side: -1 | 1): boolean {
  const order = compareValues(value, bound) * side;
  return order > 0 || (order === 0 && (op === ">" || op === "<"));
}

function isLowerNaN(value: Value, bound: Value): boolean {
  return isNaNValue(value) && !isNaNValue(bound);
}

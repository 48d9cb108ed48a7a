import type { FieldPath } from "../model/field-path.ts";
import { LIMITS } from "../model/limits.ts";
import { invalidArgument, StatusCode, StatusError } from "../model/status.ts";
import { isArray, Reference, type Value } from "../model/value.ts";
import { branchesOf } from "./filter-branches.ts";
import { inequalityFields, isInequality, leavesOf } from "./orders.ts";
import type {
  Aggregation,
  Cursor,
  FieldFilter,
  FieldOperator,
  Filter,
  FindNearest,
  Query,
  UnaryFilter,
} from "./query.ts";

type Leaf = FieldFilter | UnaryFilter;

/** Operators whose operand is a list, by the name that messages use, with the list's longest length. */
const LIST_OPERATORS: ReadonlyMap<FieldOperator, { name: string; maxValues: number }> = new Map([
  ["in", { name: "IN", maxValues: LIMITS.MAX_IN_VALUES }],
  ["array-contains-any", { name: "ARRAY_CONTAINS_ANY", maxValues: LIMITS.MAX_IN_VALUES }],
  ["not-in", { name: "NOT_IN", maxValues: LIMITS.MAX_NOT_IN_VALUES }],
]);

/**
 * Throws INVALID_ARGUMENT for a query that Firestore refuses, in production's words where they are known
 * (firebase.google.com/docs/firestore/query-data/queries#query_limitations).
 */
export function checkQuery(query: Query): void {
  if (query.offset < 0) throw invalidArgument("offset is negative");
  if (query.limit !== undefined && query.limit < 0) throw invalidArgument("limit is negative");
  if (query.allDescendants && !query.parent.endsWith("/documents")) checkDescendantsBelow(query);
  if (query.where) checkFilter(query.where, query.collectionId === undefined);
  checkOrders(query);
  for (const cursor of [query.startAt, query.endAt]) if (cursor) checkCursor(query, cursor);
  if (query.findNearest) checkFindNearest(query.findNearest);
}

/** Below a document there are no collection group indexes: only scans in the order of names are possible. */
function checkDescendantsBelow({ collectionId, orders, where }: Query): void {
  const [first] = orders;
  if (!first?.path.isDocumentName || leavesOf(where).some((leaf) => !leaf.path.isDocumentName)) {
    throw invalidArgument("collection group queries are only allowed at the root parent");
  }
  if (collectionId !== undefined && first.direction === "desc") {
    throw new StatusError(
      StatusCode.FAILED_PRECONDITION,
      "collection group queries are only allowed if they're at the root or they're an ascending primary key scan",
    );
  }
}

/** Throws INVALID_ARGUMENT for an aggregation that would need an index that cannot exist. */
export function checkAggregations(query: Query, aggregations: readonly Aggregation[]): void {
  if (!query.allDescendants || query.parent.endsWith("/documents")) return;
  const fields = new Set(aggregations.flatMap((each) => (each.kind === "count" ? [] : [String(each.path)])));
  if (fields.size === 0) return;
  throw invalidArgument(
    `This query requires an index that has fields [${[...fields].join(", ")}] after __name__ and Firestore does not ` +
      "currently support such an index. Please try the query again with additional ordering on those fields.",
  );
}

function checkFilter(filter: Filter, isKindless: boolean): void {
  const leaves = leavesOf(filter);
  for (const leaf of leaves) {
    checkOperand(leaf);
    if (leaf.path.isDocumentName) checkNameFilter(leaf);
    else if (isKindless) throw invalidArgument(`kind is required for filter: ${leaf.path}`);
  }
  checkNegations(filter, leaves);
  checkBranches(filter);
  checkInequalities(filter, leaves);
}

function checkOperand(leaf: Leaf): void {
  if (leaf.kind !== "field") return;
  const operator = LIST_OPERATORS.get(leaf.op);
  if (!operator) return;
  const { name, maxValues } = operator;
  if (!isArray(leaf.value)) throw invalidArgument(`'${name}' requires an ArrayValue.`);
  if (leaf.value.length === 0) throw invalidArgument(`'${name}' requires an non-empty ArrayValue.`);
  if (leaf.value.length > maxValues) {
    throw invalidArgument(`'${name}' supports up to ${maxValues} comparison values.`);
  }
}

function checkNameFilter(leaf: Leaf): void {
  if (leaf.kind === "unary") throw invalidArgument("__key__ filter value must be a Key");
  if (leaf.op === "array-contains" || leaf.op === "array-contains-any") {
    throw invalidArgument("the name __key__ is reserved");
  }
  const values: readonly Value[] =
    LIST_OPERATORS.has(leaf.op) && isArray(leaf.value) ? leaf.value : [leaf.value];
  if (!values.every((value) => value instanceof Reference)) {
    throw invalidArgument("__key__ filter value must be a Key");
  }
}

function checkNegations(filter: Filter, leaves: readonly Leaf[]): void {
  const negations = leaves.filter(({ op }) => ["!=", "not-in", "isNotNan", "isNotNull"].includes(op));
  if (negations.length > 1) {
    throw invalidArgument(
      "Only a single 'NOT_EQUAL', 'NOT_IN', 'IS_NOT_NAN', or 'IS_NOT_NULL' filter allowed per query.",
    );
  }
  const has = (op: FieldOperator) => leaves.some((leaf) => leaf.op === op);
  if (has("not-in") && (has("in") || has("array-contains-any") || hasOr(filter))) {
    throw invalidArgument(
      "'NOT_IN' cannot be used in the same query with 'IN', 'ARRAY_CONTAINS_ANY' or 'OR'.",
    );
  }
}

function hasOr(filter: Filter): boolean {
  return filter.kind === "composite" && (filter.op === "or" || filter.filters.some(hasOr));
}

function checkBranches(filter: Filter): void {
  const count = countBranches(filter);
  if (count > LIMITS.MAX_DISJUNCTIONS) {
    throw invalidArgument(
      `Too many disjunctions after normalization. Result had ${count} disjunctions ` +
        `which is more than the maximum of ${LIMITS.MAX_DISJUNCTIONS}`,
    );
  }
  for (const branch of branchesOf(filter)) {
    if (branch.filter(({ op }) => op === "array-contains").length > 1) {
      throw invalidArgument("A maximum of 1 'ARRAY_CONTAINS' filter is allowed per disjunction.");
    }
  }
}

/** How many branches a filter has, without making them. */
function countBranches(filter: Filter): number {
  if (filter.kind === "composite") {
    const counts = filter.filters.map(countBranches);
    return filter.op === "or" ? counts.reduce((a, b) => a + b, 0) : counts.reduce((a, b) => a * b, 1);
  }
  const isList = filter.op === "in" || filter.op === "array-contains-any";
  return filter.kind === "field" && isList && isArray(filter.value) ? filter.value.length : 1;
}

function checkInequalities(filter: Filter, leaves: readonly Leaf[]): void {
  const fields = inequalityFields(filter);
  if (fields.length > LIMITS.MAX_INEQUALITY_FIELDS) {
    throw invalidArgument(
      `The query contains ${fields.length} distinct inequality fields: [${fields.join(", ")}]. ` +
        `A query may not have more than ${LIMITS.MAX_INEQUALITY_FIELDS} distinct inequality fields.`,
    );
  }
  const equatesName = leaves.some((leaf) => leaf.path.isDocumentName && !isInequality(leaf));
  if (equatesName && fields.length > 0 && !fields.some((path) => path.isDocumentName)) {
    throw invalidArgument(
      "Equality on key is not allowed if there are other inequality fields and key does not appear in inequalities.",
    );
  }
  if (leaves.length > LIMITS.MAX_FILTERS_PER_QUERY) {
    throw invalidArgument(`The query has ${leaves.length} filters; the maximum is 100.`);
  }
}

function checkOrders({ orderBy, orders, collectionId }: Query): void {
  const seen = new Set<string>();
  for (const { path, direction } of orderBy) {
    const text = path.toString();
    if (seen.has(text)) {
      throw invalidArgument(`order by clause cannot contain duplicate fields ${nameOf(path)}`);
    }
    seen.add(text);
    if (collectionId === undefined && (!path.isDocumentName || direction !== "asc")) {
      throw invalidArgument("kind is required for all orders except __key__ ascending");
    }
  }
  const after = orders[orders.findIndex(({ path }) => path.isDocumentName) + 1];
  if (after) {
    throw invalidArgument(`order by clause cannot contain more fields after the key ${nameOf(after.path)}`);
  }
}

/** The document's name is called __key__ in messages. */
function nameOf(path: FieldPath): string {
  return path.isDocumentName ? "__key__" : path.toString();
}

function checkCursor({ orders }: Query, { values }: Cursor): void {
  if (values.length > orders.length) throw invalidArgument("Cursor has too many values.");
  values.forEach((value, i) => {
    if (orders[i]?.path.isDocumentName && !(value instanceof Reference)) {
      throw invalidArgument("Cursor __key__ value is not a document reference.");
    }
  });
}

function checkFindNearest({ vector, limit, distanceThreshold, distanceResultField }: FindNearest): void {
  if (vector.length === 0) throw invalidArgument("Cannot have a zero length vector.");
  if (!vector.every(Number.isFinite)) throw invalidArgument("The query vector must have finite components.");
  if (limit <= 0 || limit > LIMITS.MAX_NEAREST_RESULTS) {
    throw invalidArgument("FindNearest.limit must be a positive integer of no more than 1000");
  }
  if (distanceThreshold !== undefined && !Number.isFinite(distanceThreshold)) {
    throw invalidArgument("distanceThreshold must be a finite number.");
  }
  if (distanceResultField?.isDocumentName) {
    throw invalidArgument('The distanceResultField.property.name "__name__" is reserved.');
  }
}

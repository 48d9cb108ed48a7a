import type { StoredDocument } from "../model/document.ts";
import { type FieldPath, getField } from "../model/field-path.ts";
import { compareResourceNames, holds, type OrderingOperator } from "../model/order.ts";
import { collectionIdOf, parentName } from "../model/path.ts";
import {
  compareValues,
  isArray,
  isNumber,
  Reference,
  typeOrder,
  type Value,
  valuesEqual,
} from "../model/value.ts";
import type { Cursor, FieldFilter, Filter, Order, Query, UnaryFilter } from "./query.ts";

/** The value a filter or an order looks at; `__name__` is the document's reference. */
export function fieldOf(document: StoredDocument, path: FieldPath): Value | undefined {
  return path.isDocumentName ? new Reference(document.name) : getField(document.fields, path);
}

/**
 * Whether the document belongs to the query's results before offset and limit:
 * its collection, filters, presence of every ordered field, and cursors.
 */
export function matchesQuery(query: Query, document: StoredDocument): boolean {
  return (
    inScope(query, document.name) &&
    query.orders.every(
      (order) => order.path.isDocumentName || getField(document.fields, order.path) !== undefined,
    ) &&
    (query.where === undefined || matchesFilter(query.where, document)) &&
    (query.startAt === undefined || isAfterStart(query.orders, query.startAt, document)) &&
    (query.endAt === undefined || isBeforeEnd(query.orders, query.endAt, document))
  );
}

/** Whether the name lies in a collection that the query reads. */
export function inScope(query: Query, name: string): boolean {
  if (!query.allDescendants) {
    const collection = parentName(name);
    return query.collectionId === undefined
      ? parentName(collection) === query.parent
      : collection.length === query.parent.length + 1 + query.collectionId.length &&
          collection.startsWith(query.parent) &&
          collection.endsWith(`/${query.collectionId}`);
  }
  return (
    name.startsWith(`${query.parent}/`) &&
    (query.collectionId === undefined || collectionIdOf(name) === query.collectionId)
  );
}

/** Orders documents as the query's results: by `orders`, ending with `__name__`. */
export function compareByOrders(orders: readonly Order[]): (a: StoredDocument, b: StoredDocument) => number {
  return (a, b) => {
    for (const { path, direction } of orders) {
      const order = path.isDocumentName
        ? compareResourceNames(a.name, b.name)
        : compareValues(getField(a.fields, path) ?? null, getField(b.fields, path) ?? null);
      if (order !== 0) return direction === "asc" ? order : -order;
    }
    return 0;
  };
}

/** Compares a cursor's position with a document: negative when the cursor's values sort first. */
export function compareCursor(orders: readonly Order[], cursor: Cursor, document: StoredDocument): number {
  for (let i = 0; i < cursor.values.length; i++) {
    const { path, direction } = orders[i] as Order;
    const order = compareValues(cursor.values[i] as Value, fieldOf(document, path) ?? null);
    if (order !== 0) return direction === "asc" ? order : -order;
  }
  return 0;
}

function isAfterStart(orders: readonly Order[], cursor: Cursor, document: StoredDocument): boolean {
  const order = compareCursor(orders, cursor, document);
  return cursor.before ? order <= 0 : order < 0;
}

function isBeforeEnd(orders: readonly Order[], cursor: Cursor, document: StoredDocument): boolean {
  const order = compareCursor(orders, cursor, document);
  return cursor.before ? order > 0 : order >= 0;
}

export function matchesFilter(filter: Filter, document: StoredDocument): boolean {
  switch (filter.kind) {
    case "composite":
      return filter.op === "and"
        ? filter.filters.every((part) => matchesFilter(part, document))
        : filter.filters.some((part) => matchesFilter(part, document));
    case "unary":
      return matchesUnary(filter, fieldOf(document, filter.path));
    case "field":
      return matchesField(filter, fieldOf(document, filter.path));
  }
}

function matchesUnary(filter: UnaryFilter, value: Value | undefined): boolean {
  if (value === undefined) return false;
  switch (filter.op) {
    case "isNull":
      return value === null;
    case "isNotNull":
      return value !== null;
    case "isNan":
      return isNaNValue(value);
    case "isNotNan":
      return value !== null && !isNaNValue(value);
  }
}

export function isNaNValue(value: Value): boolean {
  return isNumber(value) && Number.isNaN(value);
}

/** null and NaN are found by unary filters only: within lists of candidates they match nothing. */
function isComparable(operand: Value): boolean {
  return operand !== null && !isNaNValue(operand);
}

function equalsAny(candidates: Value, value: Value): boolean {
  return isArray(candidates) && candidates.some((c) => isComparable(c) && valuesEqual(value, c));
}

function matchesField(filter: FieldFilter, value: Value | undefined): boolean {
  if (value === undefined) return false;
  const operand = filter.value;
  switch (filter.op) {
    case "==":
      return valuesEqual(value, operand);
    case "!=":
      return value !== null && !valuesEqual(value, operand);
    case "in":
      return equalsAny(operand, value);
    case "not-in":
      return value !== null && isArray(operand) && !operand.some((c) => c === null || valuesEqual(value, c));
    case "array-contains":
      return (
        isArray(value) && isComparable(operand) && value.some((element) => valuesEqual(element, operand))
      );
    case "array-contains-any":
      return isArray(value) && value.some((element) => equalsAny(operand, element));
    default:
      return matchesRange(filter.op, value, operand);
  }
}

/** Ranges stay within one type; NaN only compares with NaN. */
function matchesRange(op: OrderingOperator, value: Value, operand: Value): boolean {
  if (typeOrder(value) !== typeOrder(operand) || isNaNValue(value) !== isNaNValue(operand)) return false;
  return holds(op, compareValues(value, operand));
}

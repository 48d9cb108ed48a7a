import { compareFieldPaths, FieldPath } from "../model/field-path.ts";
import type { Filter, Order } from "./query.ts";

/** Operators that make their field an inequality field. */
export function isInequality(filter: Filter): boolean {
  if (filter.kind === "unary") return filter.op === "isNotNull" || filter.op === "isNotNan";
  if (filter.kind !== "field") return false;
  return ["<", "<=", ">", ">=", "!=", "not-in"].includes(filter.op);
}

/** All field and unary filters of a tree. */
export function leavesOf(filter: Filter | undefined): Exclude<Filter, { kind: "composite" }>[] {
  if (!filter) return [];
  return filter.kind === "composite" ? filter.filters.flatMap(leavesOf) : [filter];
}

/** Distinct inequality fields, in order of their paths. */
export function inequalityFields(filter: Filter | undefined): FieldPath[] {
  const paths = new Map<string, FieldPath>();
  for (const leaf of leavesOf(filter)) if (isInequality(leaf)) paths.set(leaf.path.toString(), leaf.path);
  return [...paths.values()].sort(compareFieldPaths);
}

/**
 * The complete order of a query: as asked, then inequality fields that are missing, by path, then `__name__`;
 * implied ones take the last asked direction (google.firestore.v1.StructuredQuery.order_by).
 */
export function completeOrders(where: Filter | undefined, orderBy: readonly Order[]): Order[] {
  const orders = [...orderBy];
  const direction = orderBy.at(-1)?.direction ?? "asc";
  const isOrdered = (path: FieldPath) => orders.some((order) => order.path.equals(path));
  for (const path of inequalityFields(where)) {
    if (!path.isDocumentName && !isOrdered(path)) orders.push({ path, direction });
  }
  if (!isOrdered(FieldPath.DOCUMENT_NAME)) orders.push({ path: FieldPath.DOCUMENT_NAME, direction });
  return orders;
}

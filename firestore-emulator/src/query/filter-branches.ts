/** The filters of a query as an "or" of "and"s (disjunctive normal form). */
import type { FieldFilter, Filter, UnaryFilter } from "./query.ts";

type Leaf = FieldFilter | UnaryFilter;

/**
 * The branches of a filter: each a list of tests that hold together. `in` and `array-contains-any` count as one
 * branch per value (firebase.google.com/docs/firestore/query-data/queries#limits_on_or_queries). Without a filter
 * there is one branch without tests.
 */
export function branchesOf(filter: Filter | undefined): Leaf[][] {
  if (filter === undefined) {
    return [[]];
  }
  if (filter.kind !== "composite") {
    return valuesApart(filter).map((leaf) => [leaf]);
  }
  if (filter.op === "or") {
    return filter.filters.flatMap(branchesOf);
  }
  return filter.filters
    .map(branchesOf)
    .reduce<Leaf[][]>((all, some) => all.flatMap((left) => some.map((right) => [...left, ...right])), [[]]);
}

function valuesApart(leaf: Leaf): Leaf[] {
  if (
    leaf.kind === "field" &&
    (leaf.op === "in" || leaf.op === "array-contains-any") &&
    Array.isArray(leaf.value)
  ) {
    const op = leaf.op === "in" ? "==" : "array-contains";
    return leaf.value.map((value): FieldFilter => ({ ...leaf, op, value }));
  }
  return [leaf];
}

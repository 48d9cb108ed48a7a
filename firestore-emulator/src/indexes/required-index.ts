/**
 * Which index a query needs in production, and whether it exists.
 *
 * Firestore answers every query from indexes alone. Each branch of a query's filters (an `or`, an `in` or an
 * `array-contains-any` has several) is answered by one index, or by several that are merged: each begins with some
 * of the fields tested for equality, all of them end with the same sort order, and together they cover all fields
 * tested for equality. Sources: firebase.google.com/docs/firestore/query-data/index-overview (index merging,
 * automatic indexing, exemptions), .../query-data/multiple-range-fields, .../query-data/aggregation-queries.
 */

import { FieldPath } from "../model/field-path.ts";
import { branchesOf } from "../query/filter-branches.ts";
import type { Aggregation, FieldFilter, Query, UnaryFilter } from "../query/query.ts";
import type { CompositeIndex, IndexDefinitions, IndexedField, IndexScope } from "./index-definitions.ts";

/** An index as one branch of a query needs it. */
export interface RequiredIndex {
  readonly collectionId: string;
  readonly scope: IndexScope;
  /** Fields tested for equality, in any order and direction ("contains" for lists). */
  readonly equalities: readonly IndexedField[];
  /** The sort order that follows, without `__name__`. */
  readonly sort: readonly IndexedField[];
  /** Fields to sum up or average, which the index must hold as well, in any order behind the sort order. */
  readonly aggregated: readonly FieldPath[];
  readonly nameDirection: "asc" | "desc";
  readonly vector?: { path: FieldPath; dimension: number };
}

type Leaf = FieldFilter | UnaryFilter;

/** The first index that the query needs and the definitions lack; undefined when production would run it. */
export function findMissingIndex(
  query: Query,
  definitions: IndexDefinitions,
  aggregations: readonly Aggregation[] = [],
): RequiredIndex | undefined {
  return requiredIndexes(query, aggregations).find((required) => !isServed(required, definitions));
}

/** One index for each branch of the query; none for a query without a collection id, which reads by name alone. */
export function requiredIndexes(query: Query, aggregations: readonly Aggregation[] = []): RequiredIndex[] {
  const { collectionId } = query;
  if (collectionId === undefined) {
    return [];
  }
  return branchesOf(query.where).map((leaves) =>
    requiredByBranch({ ...query, collectionId }, leaves, aggregations),
  );
}

function requiredByBranch(
  query: Query & { collectionId: string },
  leaves: readonly Leaf[],
  aggregations: readonly Aggregation[],
): RequiredIndex {
  const equalities = distinct(leaves.flatMap(equalityOf));
  const fixed = new Set(
    equalities.filter(({ mode }) => mode !== "contains").map(({ path }) => path.toString()),
  );
  const orders = query.orders.filter(({ path }) => !path.isDocumentName && !fixed.has(path.toString()));
  const sort: IndexedField[] = orders.map(({ path, direction }) => ({ path, mode: direction }));
  const nameDirection = query.orders.at(-1)?.direction ?? "asc";
  const nearest = query.findNearest;
  return {
    collectionId: query.collectionId,
    scope: query.allDescendants ? "group" : "collection",
    equalities,
    sort: nearest ? [] : sort,
    aggregated: aggregatedFields(
      aggregations,
      new Set([...fixed, ...sort.map(({ path }) => path.toString())]),
    ),
    nameDirection,
    ...(nearest ? { vector: { path: nearest.path, dimension: nearest.vector.length } } : {}),
  };
}

/** The fields to add up that the index does not hold already, in the order in which production suggests them. */
function aggregatedFields(
  aggregations: readonly Aggregation[],
  held: ReadonlySet<string>,
): readonly FieldPath[] {
  const wanted = new Map<string, FieldPath>();
  for (const aggregation of aggregations) {
    if (aggregation.kind === "count") continue;
    const key = aggregation.path.toString();
    if (!held.has(key)) wanted.set(key, aggregation.path);
  }
  return [...wanted.keys()].sort().map((key) => wanted.get(key) as FieldPath);
}

/** The tested field of an equality; a test of the document's name needs no index. */
function equalityOf(leaf: Leaf): IndexedField[] {
  if (leaf.path.isDocumentName) {
    return [];
  }
  switch (leaf.op) {
    case "==":
    case "isNull":
    case "isNan":
      return [{ path: leaf.path, mode: "asc" }];
    case "array-contains":
      return [{ path: leaf.path, mode: "contains" }];
    default:
      return [];
  }
}

function distinct(fields: readonly IndexedField[]): IndexedField[] {
  const seen = new Set<string>();
  return fields.filter((field) => {
    const key = keyOf(field);
    return seen.has(key) ? false : seen.add(key);
  });
}

/** In an equality the direction does not matter, but whether elements of lists are meant does. */
function keyOf({ path, mode }: IndexedField): string {
  return mode === "contains" ? `contains ${path}` : path.toString();
}

/** Whether the definitions have an index, or several to merge, for the branch. */
export function isServed(required: RequiredIndex, definitions: IndexDefinitions): boolean {
  const wanted = new Set(required.equalities.map(keyOf));
  const covered = new Set<string>();
  let usable = false;
  for (const index of candidates(required, definitions)) {
    const prefix = equalityPrefix(index, required, wanted);
    if (prefix !== undefined) {
      usable = true;
      for (const key of prefix) {
        covered.add(key);
      }
    }
  }
  return usable && covered.size === wanted.size;
}

function candidates(required: RequiredIndex, definitions: IndexDefinitions): CompositeIndex[] {
  const { collectionId, scope, vector } = required;
  const composites = definitions.composites.filter(
    (index) =>
      index.collectionId === collectionId &&
      index.scope === scope &&
      (vector === undefined
        ? index.vector === undefined
        : index.vector?.path.equals(vector.path) === true && index.vector.dimension === vector.dimension),
  );
  return vector ? composites : [...composites, ...singleFieldCandidates(required, definitions)];
}

function singleFieldCandidates(required: RequiredIndex, definitions: IndexDefinitions): CompositeIndex[] {
  const { collectionId, scope, aggregated } = required;
  const paths = [...required.equalities, ...required.sort].map(({ path }) => path);
  return [...paths, ...aggregated, FieldPath.DOCUMENT_NAME].flatMap((path) =>
    definitions
      .singleField(collectionId, path)
      .filter((index) => index.scope === scope)
      .map(({ mode }) => ({
        collectionId,
        scope,
        fields: path.isDocumentName ? [] : [{ path, mode }],
        nameDirection: mode === "desc" ? "desc" : "asc",
      })),
  );
}

/** The equalities that begin the index, when the rest of it is what the query wants; else undefined. */
function equalityPrefix(
  index: CompositeIndex,
  { sort, aggregated, nameDirection, vector }: RequiredIndex,
  wanted: ReadonlySet<string>,
): string[] | undefined {
  const prefixLength = index.fields.length - sort.length - aggregated.length;
  if (prefixLength < 0 || (vector === undefined && index.nameDirection !== nameDirection)) {
    return undefined;
  }
  const prefix = index.fields.slice(0, prefixLength).map(keyOf);
  const order = index.fields.slice(prefixLength, prefixLength + sort.length);
  const rest = index.fields.slice(prefixLength + sort.length);
  const sorted = order.every(
    (field, at) => field.mode === sort[at]?.mode && field.path.equals(sort[at].path),
  );
  const complete = aggregated.every((path) => rest.some((field) => holdsValues(field, path)));
  return sorted && complete && prefix.every((key) => wanted.has(key)) ? prefix : undefined;
}

function holdsValues(field: IndexedField, path: FieldPath): boolean {
  return field.mode !== "contains" && field.path.equals(path);
}

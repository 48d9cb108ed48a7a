import type { StoredDocument } from "../model/document.ts";
import { getField, withField } from "../model/field-path.ts";
import { VectorValue } from "../model/value.ts";
import type { FindNearest } from "./query.ts";

/**
 * The documents nearest to the query vector, nearest first (google.firestore.v1.StructuredQuery.FindNearest).
 * Documents without a vector of the same dimension are left out. For the dot product larger is nearer.
 */
export function applyFindNearest(
  search: FindNearest,
  documents: readonly StoredDocument[],
): StoredDocument[] {
  const isNearerWhenLarger = search.measure === "dotProduct";
  const found: { document: StoredDocument; distance: number }[] = [];
  for (const document of documents) {
    const vector = getField(document.fields, search.path);
    if (!(vector instanceof VectorValue) || vector.values.length !== search.vector.length) continue;
    const distance = distanceOf(search, vector.values);
    if (Number.isFinite(distance) && isWithin(search, distance)) found.push({ document, distance });
  }
  found.sort((a, b) => (isNearerWhenLarger ? b.distance - a.distance : a.distance - b.distance));
  return found
    .slice(0, search.limit)
    .map(({ document, distance }) => withDistance(search, document, distance));
}

function isWithin({ measure, distanceThreshold }: FindNearest, distance: number): boolean {
  if (distanceThreshold === undefined) return true;
  return measure === "dotProduct" ? distance >= distanceThreshold : distance <= distanceThreshold;
}

function withDistance(search: FindNearest, document: StoredDocument, distance: number): StoredDocument {
  const path = search.distanceResultField;
  return path ? { ...document, fields: withField(document.fields, path, distance) } : document;
}

function distanceOf({ measure, vector }: FindNearest, other: readonly number[]): number {
  const product = dot(vector, other);
  if (measure === "dotProduct") return product;
  if (measure === "cosine") return 1 - product / Math.sqrt(dot(vector, vector) * dot(other, other));
  return Math.sqrt(vector.reduce((sum, x, i) => sum + (x - (other[i] as number)) ** 2, 0));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, i) => sum + x * (b[i] as number), 0);
}

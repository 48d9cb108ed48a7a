import type { StoredDocument } from "./document.ts";
import { relativePath } from "./path.ts";
import {
  Bytes,
  GeoPoint,
  isArray,
  isMap,
  type MapValue,
  Reference,
  Timestamp,
  type Value,
  VectorValue,
} from "./value.ts";

/** Bytes that each kind of value takes (firebase.google.com/docs/firestore/storage-size). */
const SIZES = {
  DOCUMENT_OVERHEAD: 32,
  NAME_OVERHEAD: 16,
  NUMBER: 8,
  TIMESTAMP: 8,
  GEO_POINT: 16,
  BOOLEAN: 1,
  NULL: 1,
} as const;

/** A document's size in bytes as billed and limited. */
export function documentSize(document: StoredDocument): number {
  return SIZES.DOCUMENT_OVERHEAD + nameSize(document.name) + fieldsSize(document.fields);
}

function nameSize(name: string): number {
  let size: number = SIZES.NAME_OVERHEAD;
  for (const segment of relativePath(name).split("/")) size += stringSize(segment);
  return size;
}

function fieldsSize(fields: MapValue): number {
  let size = 0;
  for (const [key, value] of fields) size += stringSize(key) + valueSize(value);
  return size;
}

function stringSize(text: string): number {
  return Buffer.byteLength(text) + 1;
}

/** A value's size in bytes. */
export function valueSize(value: Value): number {
  if (value === null) return SIZES.NULL;
  if (typeof value === "string") return stringSize(value);
  if (typeof value === "boolean") return SIZES.BOOLEAN;
  if (typeof value === "number" || typeof value === "bigint") return SIZES.NUMBER;
  if (value instanceof Timestamp) return SIZES.TIMESTAMP;
  if (value instanceof Bytes) return value.data.length;
  if (value instanceof Reference) return nameSize(value.name);
  if (value instanceof GeoPoint) return SIZES.GEO_POINT;
  if (value instanceof VectorValue) return value.values.length * SIZES.NUMBER + SIZES.DOCUMENT_OVERHEAD;
  if (isArray(value)) return value.reduce((sum: number, element) => sum + valueSize(element), 0);
  return isMap(value) ? SIZES.DOCUMENT_OVERHEAD + fieldsSize(value) : 0;
}

import type { StoredDocument } from "../model/document.ts";
import {
  Bytes,
  isArray,
  isMap,
  type MapValue,
  Reference,
  Timestamp,
  type Value,
  VectorValue,
} from "../model/value.ts";

/**
 * What V8 takes on a 64-bit machine, in bytes (a word is 8). Measured rather than documented: a test compares the sum
 * with the heap.
 */
const HEAP = {
  /** The document object, and its name where it is not shared with another version. */
  DOCUMENT: 64,
  MAP: 72,
  /** One entry of a map: its key, value and link, and its share of the hash table. */
  MAP_ENTRY: 56,
  ARRAY: 32,
  ARRAY_ELEMENT: 8,
  STRING: 24,
  NUMBER: 24,
  OBJECT: 48,
  BUFFER: 200,
} as const;

/** About how much heap one version of a document takes that shares nothing with another. */
export function retainedBytes(document: StoredDocument): number {
  return HEAP.DOCUMENT + mapBytes(document.fields);
}

function mapBytes(map: MapValue): number {
  let bytes: number = HEAP.MAP;
  for (const value of map.values()) bytes += HEAP.MAP_ENTRY + valueBytes(value);
  return bytes;
}

function valueBytes(value: Value): number {
  switch (typeof value) {
    case "string":
      return stringBytes(value);
    case "number":
    case "bigint":
      return HEAP.NUMBER;
    case "boolean":
      return 0;
    default:
      return value === null ? 0 : objectBytes(value);
  }
}

function objectBytes(value: Exclude<Value, string | number | bigint | boolean | null>): number {
  if (isMap(value)) return mapBytes(value);
  if (isArray(value)) {
    return value.reduce((sum: number, item) => sum + HEAP.ARRAY_ELEMENT + valueBytes(item), HEAP.ARRAY);
  }
  if (value instanceof Timestamp) return HEAP.OBJECT;
  if (value instanceof Bytes) return HEAP.BUFFER + value.data.byteLength;
  if (value instanceof Reference) return HEAP.OBJECT + stringBytes(value.name);
  if (value instanceof VectorValue)
    return HEAP.OBJECT + HEAP.ARRAY + value.values.length * HEAP.ARRAY_ELEMENT;
  return HEAP.OBJECT + 2 * HEAP.NUMBER;
}

/** One byte for each character, or two for each where one is beyond Latin-1: counted so beyond ASCII already. */
function stringBytes(text: string): number {
  return HEAP.STRING + (Buffer.byteLength(text) === text.length ? text.length : 2 * text.length);
}

import { compareResourceNames, compareUtf8 } from "./order.ts";
import { compareTimestamps, Timestamp } from "./timestamp.ts";

export { Timestamp } from "./timestamp.ts";

/** Raw bytes. Never changed after construction. */
export class Bytes {
  constructor(readonly data: Uint8Array) {}
}

/** A document's full resource name: "projects/p/databases/d/documents/a/b". */
export class Reference {
  constructor(readonly name: string) {}
}

/** Degrees: latitude -90 to 90, longitude -180 to 180. */
export class GeoPoint {
  constructor(
    readonly latitude: number,
    readonly longitude: number,
  ) {}
}

/** On the wire a map {__type__: "__vector__", value: [doubles]}. */
export class VectorValue {
  constructor(readonly values: readonly number[]) {}
}

export type ArrayValue = readonly Value[];
export type MapValue = ReadonlyMap<string, Value>;

/** A Firestore value. bigint is an integer (int64), number is a double (NaN, -0 and infinities included). Immutable. */
export type Value =
  | null
  | boolean
  | bigint
  | number
  | string
  | Timestamp
  | Bytes
  | Reference
  | GeoPoint
  | VectorValue
  | ArrayValue
  | MapValue;

/** Rank of each type in the order across types (firebase.google.com/docs/firestore/manage-data/data-types). */
export enum TypeOrder {
  NULL,
  BOOLEAN,
  NUMBER,
  TIMESTAMP,
  STRING,
  BYTES,
  REFERENCE,
  GEO_POINT,
  ARRAY,
  VECTOR,
  MAP,
}

export function typeOrder(value: Value): TypeOrder {
  switch (typeof value) {
    case "boolean":
      return TypeOrder.BOOLEAN;
    case "number":
    case "bigint":
      return TypeOrder.NUMBER;
    case "string":
      return TypeOrder.STRING;
    default:
      return objectOrder(value);
  }
}

function objectOrder(value: Exclude<Value, boolean | number | bigint | string>): TypeOrder {
  if (value === null) return TypeOrder.NULL;
  if (value instanceof Timestamp) return TypeOrder.TIMESTAMP;
  if (value instanceof Map) return TypeOrder.MAP;
  if (Array.isArray(value)) return TypeOrder.ARRAY;
  if (value instanceof Reference) return TypeOrder.REFERENCE;
  if (value instanceof Bytes) return TypeOrder.BYTES;
  if (value instanceof GeoPoint) return TypeOrder.GEO_POINT;
  return TypeOrder.VECTOR;
}

export function isMap(value: Value | undefined): value is MapValue {
  return value instanceof Map;
}

export function isArray(value: Value | undefined): value is ArrayValue {
  return Array.isArray(value);
}

export function isNumber(value: Value | undefined): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

/** Firestore's total order: negative, zero or positive. Integers and doubles compare by exact numeric value; NaN is least. */
export function compareValues(a: Value, b: Value): number {
  if (a === b) return 0;
  const rank = typeOrder(a);
  const difference = rank - typeOrder(b);
  if (difference !== 0) return difference;
  switch (rank) {
    case TypeOrder.STRING:
      return compareUtf8(a as string, b as string);
    case TypeOrder.NUMBER:
      return compareNumbers(a as number | bigint, b as number | bigint);
    case TypeOrder.TIMESTAMP:
      return compareTimestamps(a as Timestamp, b as Timestamp);
    case TypeOrder.BOOLEAN:
      return Number(a) - Number(b);
    case TypeOrder.REFERENCE:
      return compareResourceNames((a as Reference).name, (b as Reference).name);
    case TypeOrder.BYTES:
      return Buffer.compare((a as Bytes).data, (b as Bytes).data);
    default:
      return compareComposites(a, b);
  }
}

/** Firestore's ==: 1 equals 1.0, NaN equals NaN, -0 equals 0. */
export function valuesEqual(a: Value, b: Value): boolean {
  return compareValues(a, b) === 0;
}

function compareComposites(a: Value, b: Value): number {
  if (a instanceof GeoPoint && b instanceof GeoPoint) {
    return compareNumbers(a.latitude, b.latitude) || compareNumbers(a.longitude, b.longitude);
  }
  if (a instanceof VectorValue && b instanceof VectorValue) {
    return a.values.length - b.values.length || compareLists(a.values, b.values);
  }
  if (isArray(a) && isArray(b)) return compareLists(a, b);
  if (isMap(a) && isMap(b)) return compareMaps(a, b);
  return 0;
}

/** Exact also between int64 and double: JavaScript compares a bigint with a number by mathematical value. */
export function compareNumbers(a: number | bigint, b: number | bigint): number {
  if (a < b) return -1;
  if (a > b) return 1;
  const aIsNaN = typeof a === "number" && Number.isNaN(a);
  const bIsNaN = typeof b === "number" && Number.isNaN(b);
  return Number(bIsNaN) - Number(aIsNaN);
}

function compareLists(a: ArrayValue, b: ArrayValue): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const order = compareValues(a[i] as Value, b[i] as Value);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareMaps(a: MapValue, b: MapValue): number {
  const aKeys = [...a.keys()].sort(compareUtf8);
  const bKeys = [...b.keys()].sort(compareUtf8);
  const shared = Math.min(aKeys.length, bKeys.length);
  for (let i = 0; i < shared; i++) {
    const aKey = aKeys[i] as string;
    const bKey = bKeys[i] as string;
    const order = compareUtf8(aKey, bKey) || compareValues(a.get(aKey) as Value, b.get(bKey) as Value);
    if (order !== 0) return order;
  }
  return aKeys.length - bKeys.length;
}

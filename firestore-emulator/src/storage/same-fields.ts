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
} from "../model/value.ts";

/** Whether two documents' fields are identical, types included: 1 differs from 1.0, -0 from 0. */
export function sameFields(a: MapValue, b: MapValue): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (const [key, value] of a) {
    const other = b.get(key);
    if (other === undefined || !sameValue(value, other)) return false;
  }
  return true;
}

/** The same of two values. */
export function sameValue(a: Value, b: Value): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (isMap(a)) return isMap(b) && sameFields(a, b);
  if (isArray(a)) return isArray(b) && sameList(a, b);
  if (a instanceof Timestamp) return b instanceof Timestamp && a.seconds === b.seconds && a.nanos === b.nanos;
  if (a instanceof Reference) return b instanceof Reference && a.name === b.name;
  if (a instanceof Bytes) return b instanceof Bytes && Buffer.compare(a.data, b.data) === 0;
  if (a instanceof GeoPoint) {
    return b instanceof GeoPoint && Object.is(a.latitude, b.latitude) && Object.is(a.longitude, b.longitude);
  }
  return a instanceof VectorValue && b instanceof VectorValue && sameList(a.values, b.values);
}

function sameList(a: readonly Value[], b: readonly Value[]): boolean {
  return a.length === b.length && a.every((value, i) => sameValue(value, b[i] as Value));
}

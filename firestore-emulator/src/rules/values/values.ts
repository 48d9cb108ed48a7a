import { Bytes, GeoPoint, Reference, Timestamp, type Value, VectorValue } from "../../model/value.ts";
import type { Indeterminate } from "./indeterminate.ts";

/** A span of time in nanoseconds, negative when it points back. */
export class Duration {
  constructor(readonly nanos: bigint) {}
}

/** A resource path: /databases/(default)/documents/rooms/a, or a part of one. */
export class Path {
  constructor(
    readonly segments: readonly string[],
    /** Values of the variables that the path was written with: `(/users/$(uid)).uid`. */
    readonly bindings: ReadonlyMap<string, string> = new Map(),
    /** Names in $(...) that are no variables and wait for bind(). */
    readonly unbound: ReadonlySet<string> = new Set(),
  ) {}

  toString(): string {
    return `/${this.segments.join("/")}`;
  }
}

/** Distinct values in the order in which they were added. */
export class RuleSet {
  readonly items: readonly RuleValue[];

  constructor(items: readonly RuleValue[]) {
    const distinct: RuleValue[] = [];
    const plain = new Set<RuleValue>();
    for (const item of items) {
      if (typeof item === "string") {
        if (plain.has(item)) continue;
        plain.add(item);
      } else if (distinct.some((other) => sameValue(other, item))) continue;
      distinct.push(item);
    }
    this.items = distinct;
  }

  has(value: RuleValue): boolean {
    return contains(this.items, value);
  }
}

/** What map.diff(other) returns: how `after` differs from `before`. */
export class MapDiff {
  constructor(
    readonly after: RuleMap,
    readonly before: RuleMap,
  ) {}
}

export type RuleMap = ReadonlyMap<string, RuleValue>;
export type RuleList = readonly RuleValue[];

/** Everything an expression can evaluate to. bigint is int, number is float. */
export type RuleValue =
  | null
  | boolean
  | bigint
  | number
  | string
  | Bytes
  | Timestamp
  | Duration
  | GeoPoint
  | Path
  | RuleList
  | RuleMap
  | RuleSet
  | MapDiff
  | Indeterminate;

export function isList(value: RuleValue | undefined): value is RuleList {
  return Array.isArray(value);
}

export function isMap(value: RuleValue | undefined): value is RuleMap {
  return value instanceof Map;
}

export function isNumber(value: RuleValue | undefined): value is bigint | number {
  return typeof value === "bigint" || typeof value === "number";
}

/** The name of a value's type in the language and in error messages. */
export function typeName(value: RuleValue): string {
  switch (typeof value) {
    case "boolean":
      return "bool";
    case "bigint":
      return "int";
    case "number":
      return "float";
    case "string":
      return "string";
    default:
      return objectTypeName(value);
  }
}

function objectTypeName(value: Exclude<RuleValue, boolean | bigint | number | string>): string {
  if (value === null) return "null";
  if (isList(value)) return "list";
  if (isMap(value)) return "map";
  if (value instanceof Path) return "path";
  if (value instanceof Timestamp) return "timestamp";
  if (value instanceof Duration) return "duration";
  if (value instanceof Bytes) return "bytes";
  if (value instanceof GeoPoint) return "latlng";
  if (value instanceof RuleSet) return "set";
  if (value instanceof MapDiff) return "map_diff";
  return "constraint";
}

/** `==` of the language: defined for every pair, false across types except int and float. */
export function sameValue(a: RuleValue, b: RuleValue): boolean {
  if (a === b) return true;
  // int and float compare by mathematical value, which is what JavaScript's loose equality does.
  if (isNumber(a) && isNumber(b)) return Number.isNaN(a) ? false : compareMixed(a, b) === 0;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (isList(a)) return isList(b) && sameItems(a, b);
  if (isMap(a)) return isMap(b) && sameMaps(a, b);
  if (a instanceof RuleSet) {
    return b instanceof RuleSet && a.items.length === b.items.length && a.items.every((item) => b.has(item));
  }
  return sameScalars(a, b);
}

function sameScalars(a: RuleValue, b: RuleValue): boolean {
  if (a instanceof Timestamp && b instanceof Timestamp) return a.seconds === b.seconds && a.nanos === b.nanos;
  if (a instanceof Duration && b instanceof Duration) return a.nanos === b.nanos;
  if (a instanceof Path && b instanceof Path) return sameItems(a.segments, b.segments);
  if (a instanceof Bytes && b instanceof Bytes) return Buffer.compare(a.data, b.data) === 0;
  if (a instanceof GeoPoint && b instanceof GeoPoint) {
    return a.latitude === b.latitude && a.longitude === b.longitude;
  }
  if (a instanceof MapDiff && b instanceof MapDiff)
    return sameMaps(a.after, b.after) && sameMaps(a.before, b.before);
  return false;
}

/** Negative, zero or positive; NaN compares as unequal to everything (NaN is returned). */
export function compareMixed(a: bigint | number, b: bigint | number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : 0;
}

function sameItems(a: RuleList, b: RuleList): boolean {
  return a.length === b.length && a.every((item, i) => sameValue(item, b[i] ?? null));
}

function sameMaps(a: RuleMap, b: RuleMap): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) {
    const other = b.get(key);
    if (other === undefined || !sameValue(value, other)) return false;
  }
  return true;
}

export function contains(items: RuleList, value: RuleValue): boolean {
  return items.some((item) => sameValue(item, value));
}

/** A stored value as rules see it: references are paths, vectors the maps that they are on the wire. */
export function fromStored(value: Value): RuleValue {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Timestamp || value instanceof Bytes || value instanceof GeoPoint) return value;
  if (value instanceof Reference) return referencePath(value.name);
  if (value instanceof VectorValue) {
    return new Map<string, RuleValue>([
      ["__type__", "__vector__"],
      ["value", value.values],
    ]);
  }
  if (value instanceof Map) return fromStoredMap(value);
  return (value as readonly Value[]).map(fromStored);
}

export function fromStoredMap(fields: ReadonlyMap<string, Value>): RuleMap {
  const map = new Map<string, RuleValue>();
  for (const [key, value] of fields) map.set(key, fromStored(value));
  return map;
}

/** "projects/p/databases/d/documents/a/b" as the path /databases/d/documents/a/b. */
export function referencePath(name: string): Path {
  const segments = name.split("/");
  return new Path(segments[0] === "projects" ? segments.slice(2) : segments);
}

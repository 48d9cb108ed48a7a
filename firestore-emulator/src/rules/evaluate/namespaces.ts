import { createHash } from "node:crypto";
import crc32 from "crc-32";
import crc32c from "crc-32/crc32c.js";
import { Bytes, GeoPoint } from "../../model/value.ts";
import { formatFloat } from "../values/format-value.ts";
import { INDETERMINATE, isIndeterminate } from "../values/indeterminate.ts";
import { callOverload, type Methods, method } from "../values/overloads.ts";
import { functionNotFound, RuleError } from "../values/rule-error.ts";
import { NANOS_PER_SECOND, timestampFromNanos } from "../values/time-arithmetic.ts";
import { Duration, type RuleValue } from "../values/values.ts";
import { checkedInt } from "./operators.ts";

const NANOS_PER_MILLI = 1_000_000n;
const UNITS_IN_NANOS: Readonly<Record<string, bigint>> = {
  w: 604_800n * NANOS_PER_SECOND,
  d: 86_400n * NANOS_PER_SECOND,
  h: 3_600n * NANOS_PER_SECOND,
  m: 60n * NANOS_PER_SECOND,
  s: NANOS_PER_SECOND,
  ms: NANOS_PER_MILLI,
  ns: 1n,
};

const math: Methods = {
  abs: method([["int"], ["float"]], (_, x) =>
    typeof x === "bigint" ? checkedInt(x < 0n ? -x : x) : Math.abs(Number(x)),
  ),
  ceil: method([["number"]], (_, x) => rounded(x, Math.ceil)),
  floor: method([["number"]], (_, x) => rounded(x, Math.floor)),
  /** Halves are rounded up, as in Java's Math.round. */
  round: method([["number"]], (_, x) => rounded(x, Math.round)),
  isInfinite: method([["number"]], (_, x) => Math.abs(Number(x)) === Number.POSITIVE_INFINITY),
  isNaN: method([["number"]], (_, x) => Number.isNaN(Number(x))),
  pow: method([["number", "number"]], (_, x, y) => Number(x) ** Number(y)),
  sqrt: method([["number"]], (_, x) => Math.sqrt(Number(x))),
};

/** math.ceil, floor and round give an int. */
function rounded(x: RuleValue | undefined, round: (x: number) => number): bigint {
  if (typeof x === "bigint") return x;
  const value = round(Number(x));
  if (!Number.isFinite(value)) throw new RuleError(`Cannot convert ${value} to an integer.`);
  return checkedInt(BigInt(value));
}

const timestamp: Methods = {
  date: method([["int", "int", "int"]], (_, year, month, day) => {
    const [y, m, d] = [Number(year), Number(month), Number(day)];
    const date = new Date(0);
    date.setUTCFullYear(y, m - 1, d);
    if (date.getUTCFullYear() !== y || date.getUTCMonth() !== m - 1 || date.getUTCDate() !== d) {
      throw new RuleError(`Invalid date: ${y}-${m}-${d}.`);
    }
    return timestampFromNanos(BigInt(date.getTime()) * NANOS_PER_MILLI);
  }),
  value: method([["int"]], (_, millis) => timestampFromNanos(BigInt(Number(millis)) * NANOS_PER_MILLI)),
};

const duration: Methods = {
  abs: method([["duration"]], (_, value) => {
    const nanos = value instanceof Duration ? value.nanos : 0n;
    return new Duration(nanos < 0n ? -nanos : nanos);
  }),
  time: method([["int", "int", "int", "int"]], (_, hours, minutes, seconds, nanos) => {
    const [h, m, s, n] = [hours, minutes, seconds, nanos].map((part) => BigInt(Number(part)));
    return new Duration(((h ?? 0n) * 3_600n + (m ?? 0n) * 60n + (s ?? 0n)) * NANOS_PER_SECOND + (n ?? 0n));
  }),
  value: method([["int", "string"]], (_, magnitude, unit) => {
    const nanos = Object.hasOwn(UNITS_IN_NANOS, String(unit)) ? UNITS_IN_NANOS[String(unit)] : undefined;
    if (nanos === undefined || typeof magnitude !== "bigint")
      throw new RuleError(`Invalid duration unit: ${String(unit)}.`);
    return new Duration(magnitude * nanos);
  }),
};

const latlng: Methods = {
  value: method([["number", "number"]], (_, first, second) => {
    const [latitude, longitude] = [Number(first), Number(second)];
    if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
      const range = "Latitude should be in [-90,90] range and longitude should be in [-180,180] range.";
      throw new RuleError(
        `${range} latitude: ${formatFloat(latitude)}, longitude: ${formatFloat(longitude)}.`,
      );
    }
    return new GeoPoint(latitude, longitude);
  }),
};

const hashing: Methods = {
  crc32: method([["bytes"], ["string"]], (_, data) => littleEndian(crc32.buf(octets(data)))),
  crc32c: method([["bytes"], ["string"]], (_, data) => littleEndian(crc32c.buf(octets(data)))),
  md5: method([["bytes"], ["string"]], (_, data) => digest("md5", data)),
  sha256: method([["bytes"], ["string"]], (_, data) => digest("sha256", data)),
};

function octets(data: RuleValue | undefined): Uint8Array {
  return data instanceof Bytes ? data.data : new Uint8Array(Buffer.from(String(data), "utf8"));
}

function digest(algorithm: string, data: RuleValue | undefined): Bytes {
  return new Bytes(new Uint8Array(createHash(algorithm).update(octets(data)).digest()));
}

/** Production returns checksums as four bytes, least significant first. */
function littleEndian(checksum: number): Bytes {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(checksum);
  return new Bytes(new Uint8Array(bytes));
}

const namespaces: Readonly<Record<string, Methods>> = { math, timestamp, duration, latlng, hashing };

/** Throws unless the namespace has such a function; called before the arguments are evaluated. */
export function checkNamespaceFunction(namespace: string, name: string): void {
  if (!Object.hasOwn(namespaces[namespace] ?? {}, name)) throw functionNotFound(`${namespace}.${name}`);
}

/** A namespace's function, such as math.abs; see firebase.google.com/docs/reference/rules/rules.math and siblings. */
export function callNamespace(namespace: string, name: string, args: readonly RuleValue[]): RuleValue {
  const found = namespaces[namespace]?.[name];
  if (found === undefined) throw functionNotFound(`${namespace}.${name}`);
  if (args.some(isIndeterminate)) return INDETERMINATE;
  return callOverload({ owner: namespace, name, method: found, receiver: null, args });
}

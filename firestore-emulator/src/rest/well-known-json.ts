import type protobuf from "protobufjs";
import { decodeCount } from "../proto/value-codec.ts";
import { type Read, readScalar } from "./json-scalars.ts";
import type { Json } from "./json-text.ts";

const WRAPPED: Record<string, string> = {
  ".google.protobuf.Int32Value": "int32",
  ".google.protobuf.Int64Value": "int64",
  ".google.protobuf.UInt32Value": "uint32",
  ".google.protobuf.UInt64Value": "uint64",
  ".google.protobuf.DoubleValue": "double",
  ".google.protobuf.FloatValue": "float",
  ".google.protobuf.BoolValue": "bool",
  ".google.protobuf.StringValue": "string",
  ".google.protobuf.BytesValue": "bytes",
};
const TIMESTAMP = ".google.protobuf.Timestamp";
const DURATION = ".google.protobuf.Duration";

/** Message types with a JSON form of their own: timestamps, durations and the wrappers of scalars. */
export function isWellKnown(type: protobuf.Type): boolean {
  return type.fullName === TIMESTAMP || type.fullName === DURATION || Object.hasOwn(WRAPPED, type.fullName);
}

export function readWellKnown(type: protobuf.Type, json: unknown): Read {
  if (type.fullName === TIMESTAMP) return readTimestamp(json);
  if (type.fullName === DURATION) return readDuration(json);
  const inner = readScalar(WRAPPED[type.fullName] ?? "", json);
  return inner !== undefined && "value" in inner ? { value: { value: inner.value } } : inner;
}

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;

function readTimestamp(json: unknown): Read {
  if (typeof json !== "string") return undefined;
  const parts = RFC3339.exec(json);
  if (parts === null) {
    return {
      problem:
        "Field 'timestampValue', Illegal timestamp format; timestamps must end with 'Z' or have a valid timezone offset.",
    };
  }
  const zone = (parts[8] ?? "Z").toUpperCase();
  const wall = Date.parse(`${json.slice(0, 10)}T${json.slice(11, 19)}${zone}`);
  const day = new Date(`${json.slice(0, 10)}T00:00:00Z`);
  // Date.parse takes the 30th of February for the 1st of March.
  if (Number.isNaN(wall) || Number.isNaN(day.getTime()) || day.getUTCDate() !== Number(parts[3])) {
    return { problem: `Field 'timestampValue', Invalid time format: ${json}` };
  }
  return { value: { seconds: String(wall / 1_000), nanos: nanosOf(parts[7]) } };
}

const DURATION_TEXT = /^(-?)(\d{1,12})(\.\d{1,9})?s$/;

function readDuration(json: unknown): Read {
  const parts = typeof json === "string" ? DURATION_TEXT.exec(json) : null;
  if (parts === null) return undefined;
  const sign = parts[1] === "-" ? -1 : 1;
  return { value: { seconds: String(sign * Number(parts[2])), nanos: sign * nanosOf(parts[3]) } };
}

function nanosOf(fraction: string | undefined): number {
  return fraction === undefined ? 0 : Number(fraction.slice(1).padEnd(9, "0"));
}

type Int64 = Parameters<typeof decodeCount>[0];

interface SecondsAndNanos {
  readonly seconds?: Int64;
  readonly nanos?: number | null;
}

/** The JSON of a well-known message. Missing parts count as zero. */
export function writeWellKnown(type: protobuf.Type, message: object): Json {
  if (type.fullName === TIMESTAMP) return timestampText(message);
  if (type.fullName === DURATION) return durationText(message);
  const { value } = message as { value?: unknown };
  const scalar = WRAPPED[type.fullName];
  if (scalar?.endsWith("64")) return String(decodeCount(value as Int64));
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  return (value ?? emptyScalar(scalar)) as Json;
}

function emptyScalar(scalar: string | undefined): Json {
  if (scalar === "bool") return false;
  return scalar === "string" || scalar === "bytes" ? "" : 0;
}

function timestampText(message: SecondsAndNanos): string {
  const seconds = decodeCount(message.seconds);
  return `${new Date(seconds * 1_000).toISOString().slice(0, -5)}${fraction(message.nanos ?? 0)}Z`;
}

function durationText(message: SecondsAndNanos): string {
  const seconds = decodeCount(message.seconds);
  const nanos = message.nanos ?? 0;
  const sign = seconds < 0 || nanos < 0 ? "-" : "";
  return `${sign}${Math.abs(seconds)}${fraction(Math.abs(nanos))}s`;
}

/** 0, 3, 6 or 9 digits, as few as are exact. */
function fraction(nanos: number): string {
  if (nanos === 0) return "";
  return `.${String(nanos)
    .padStart(9, "0")
    .replace(/(000){1,2}$/, "")}`;
}

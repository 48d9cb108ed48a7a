import { Bytes, GeoPoint, Timestamp } from "../../model/value.ts";
import { Indeterminate } from "./indeterminate.ts";
import { Duration, isList, isMap, MapDiff, Path, RuleSet, type RuleValue, sameValue } from "./values.ts";

const NANOS_PER_SECOND = 1_000_000_000n;

/** A float as rules print it: always with a fraction or an exponent. */
export function formatFloat(value: number): string {
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** "12.5s" and the like. */
export function formatDuration(duration: Duration): string {
  const seconds = duration.nanos / NANOS_PER_SECOND;
  const rest = duration.nanos % NANOS_PER_SECOND;
  if (rest === 0n) return `${seconds}s`;
  const magnitude = rest < 0n ? -rest : rest;
  const sign = duration.nanos < 0n ? "-" : "";
  const whole = seconds < 0n ? -seconds : seconds;
  return `${sign}${whole}.${String(magnitude).padStart(9, "0").replace(/0+$/, "")}s`;
}

/** One value for people: in traces and by debug(). */
export function formatValue(value: RuleValue): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      return formatFloat(value);
    case "boolean":
    case "bigint":
      return String(value);
    default:
      return formatObject(value);
  }
}

function formatObject(value: Exclude<RuleValue, string | number | boolean | bigint>): string {
  if (value === null) return "null";
  if (isList(value)) return `[${value.map(formatValue).join(", ")}]`;
  if (isMap(value)) {
    return `{${[...value].map(([key, entry]) => `${JSON.stringify(key)}: ${formatValue(entry)}`).join(", ")}}`;
  }
  if (value instanceof RuleSet) return `set[${value.items.map(formatValue).join(", ")}]`;
  if (value instanceof Bytes) return `b64'${Buffer.from(value.data).toString("base64")}'`;
  if (value instanceof GeoPoint) return `latlng(${value.latitude}, ${value.longitude})`;
  if (value instanceof Duration) return `duration(${formatDuration(value)})`;
  if (value instanceof MapDiff) return `diff(${formatValue(value.after)}, ${formatValue(value.before)})`;
  return value.toString();
}

/** One value in the typed JSON of Google's coverage report (google.firebase.rules.v1 test values). */
export function coverageValue(value: RuleValue): unknown {
  switch (typeof value) {
    case "string":
      return { stringValue: value };
    case "number":
      return { floatValue: Number.isFinite(value) ? value : String(value) };
    case "boolean":
      return { boolValue: value };
    case "bigint":
      return { intValue: String(value) };
    default:
      return coverageObject(value);
  }
}

function coverageObject(value: Exclude<RuleValue, string | number | boolean | bigint>): unknown {
  if (value === null) return { nullValue: null };
  if (isList(value)) return { listValue: { values: value.map(coverageValue) } };
  if (isMap(value)) {
    const fields = Object.fromEntries([...value].map(([key, entry]) => [key, coverageValue(entry)]));
    return { mapValue: { fields } };
  }
  if (value instanceof RuleSet) return { setValue: { values: value.items.map(coverageValue) } };
  if (value instanceof Timestamp) return { timestampValue: value.toString() };
  if (value instanceof Bytes) return { bytesValue: Buffer.from(value.data).toString("base64") };
  if (value instanceof GeoPoint) {
    return { latlngValue: { latitude: value.latitude, longitude: value.longitude } };
  }
  if (value instanceof Duration) return { durationValue: formatDuration(value) };
  if (value instanceof Path) {
    return { pathValue: { segments: value.segments.map((segment) => ({ simple: segment })) } };
  }
  if (value instanceof MapDiff) {
    return { mapDiffValue: { keyStatuses: keyStatuses(value) } };
  }
  return { constraintValue: { description: value instanceof Indeterminate ? value.toString() : "" } };
}

function keyStatuses({ after, before }: MapDiff): Record<string, string> {
  const statusOf = (key: string): string => {
    const [now, then] = [after.get(key), before.get(key)];
    if (then === undefined) return "ADDED";
    if (now === undefined) return "REMOVED";
    return sameValue(now, then) ? "UNCHANGED" : "CHANGED";
  };
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return Object.fromEntries(keys.map((key) => [key, statusOf(key)]));
}

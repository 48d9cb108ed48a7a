import { Timestamp } from "../../model/value.ts";
import { RuleError } from "./rule-error.ts";
import { Duration } from "./values.ts";

export const NANOS_PER_SECOND = 1_000_000_000n;
/** Years 1 to 9999 (google/protobuf/timestamp.proto). */
const MIN_NANOS = -62_135_596_800n * NANOS_PER_SECOND;
const MAX_NANOS = 253_402_300_800n * NANOS_PER_SECOND - 1n;

export function nanosOf(time: Timestamp): bigint {
  return BigInt(time.seconds) * NANOS_PER_SECOND + BigInt(time.nanos);
}

export function timestampFromNanos(nanos: bigint): Timestamp {
  if (nanos < MIN_NANOS || nanos > MAX_NANOS) throw new RuleError("Timestamp is out of range.");
  const rest = nanos % NANOS_PER_SECOND;
  const within = rest < 0n ? rest + NANOS_PER_SECOND : rest;
  return new Timestamp(Number((nanos - within) / NANOS_PER_SECOND), Number(within));
}

export function addDuration(time: Timestamp, nanos: bigint): Timestamp {
  return timestampFromNanos(nanosOf(time) + nanos);
}

export function between(later: Timestamp, earlier: Timestamp): Duration {
  return new Duration(nanosOf(later) - nanosOf(earlier));
}

export function compareTimes(a: Timestamp, b: Timestamp): number {
  return a.seconds - b.seconds || a.nanos - b.nanos;
}

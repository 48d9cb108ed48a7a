import { invalidArgument } from "./status.ts";

const MICROS_PER_SECOND = 1_000_000;
const NANOS_PER_MICRO = 1_000;
const NANOS_PER_MILLI = 1_000_000;
/** 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z (google/protobuf/timestamp.proto). */
const MIN_SECONDS = -62_135_596_800;
const MAX_SECONDS = 253_402_300_799;

/** A point in time: seconds since 1970 and 0 to 999,999,999 nanoseconds. Stored values hold whole microseconds. */
export class Timestamp {
  constructor(
    readonly seconds: number,
    readonly nanos: number,
  ) {}

  /** @param micros microseconds since 1970, a safe integer */
  static fromMicros(micros: number): Timestamp {
    const seconds = Math.floor(micros / MICROS_PER_SECOND);
    return new Timestamp(seconds, (micros - seconds * MICROS_PER_SECOND) * NANOS_PER_MICRO);
  }

  /** @param millis milliseconds since 1970, as of Date.now() */
  static fromMillis(millis: number): Timestamp {
    return Timestamp.fromMicros(Math.round(millis * 1_000));
  }

  /** Microseconds since 1970; nanoseconds are cut off. Exact: every valid time fits a double. */
  toMicros(): number {
    return this.seconds * MICROS_PER_SECOND + Math.floor(this.nanos / NANOS_PER_MICRO);
  }

  toMillis(): number {
    return this.toMicros() / 1_000;
  }

  /** The precision that Firestore keeps: "any additional precision is rounded down" (v1 Value.timestamp_value). */
  truncatedToMicros(): Timestamp {
    return this.truncated(NANOS_PER_MICRO);
  }

  /** The precision of server timestamps and of rules' request.time. */
  truncatedToMillis(): Timestamp {
    return this.truncated(NANOS_PER_MILLI);
  }

  private truncated(unitNanos: number): Timestamp {
    const extra = this.nanos % unitNanos;
    return extra === 0 ? this : new Timestamp(this.seconds, this.nanos - extra);
  }

  /** RFC 3339 in UTC with as many fraction digits (0, 3, 6, 9) as are needed. */
  toString(): string {
    const base = new Date(this.seconds * 1_000).toISOString().slice(0, -5);
    if (this.nanos === 0) return `${base}Z`;
    const digits = String(this.nanos).padStart(9, "0");
    return `${base}.${digits.replace(/(000){1,2}$/, "")}Z`;
  }
}

/** Throws INVALID_ARGUMENT unless the time is between the years 1 and 9999 and its nanos are in range. */
export function checkTimestamp(time: Timestamp): Timestamp {
  const { seconds, nanos } = time;
  if (!(seconds >= MIN_SECONDS && seconds <= MAX_SECONDS) || !(nanos >= 0 && nanos <= 999_999_999)) {
    throw invalidArgument(`Timestamp seconds/nanos out of range: seconds=${seconds}, nanos=${nanos}.`);
  }
  return time;
}

export function compareTimestamps(a: Timestamp, b: Timestamp): number {
  return a.seconds - b.seconds || a.nanos - b.nanos;
}

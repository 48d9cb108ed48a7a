import { describe, expect, it } from "vitest";
import { checkTimestamp, compareTimestamps, Timestamp } from "./timestamp.ts";

describe("timestamps", () => {
  it("go to microseconds and back, before 1970 too", () => {
    for (const micros of [0, 1, -1, 1_700_000_000_123_456, -62_135_596_800_000_000]) {
      expect(Timestamp.fromMicros(micros).toMicros()).toBe(micros);
    }
    expect(Timestamp.fromMicros(-1)).toEqual(new Timestamp(-1, 999_999_000));
  });

  it("lose what is below a microsecond", () => {
    expect(new Timestamp(1, 999).truncatedToMicros()).toEqual(new Timestamp(1, 0));
    expect(new Timestamp(-1, 1_001).truncatedToMicros()).toEqual(new Timestamp(-1, 1_000));
  });

  it("are written with as many digits as they need", () => {
    expect(String(new Timestamp(0, 0))).toBe("1970-01-01T00:00:00Z");
    expect(String(new Timestamp(0, 120_000_000))).toBe("1970-01-01T00:00:00.120Z");
    expect(String(new Timestamp(0, 1_000))).toBe("1970-01-01T00:00:00.000001Z");
    expect(String(new Timestamp(0, 1))).toBe("1970-01-01T00:00:00.000000001Z");
  });

  it("are ordered by seconds, then nanoseconds", () => {
    expect(compareTimestamps(new Timestamp(1, 0), new Timestamp(0, 999_999_999))).toBeGreaterThan(0);
    expect(compareTimestamps(new Timestamp(1, 1), new Timestamp(1, 2))).toBeLessThan(0);
  });

  it("lie between the years 1 and 9999", () => {
    expect(() => checkTimestamp(new Timestamp(253_402_300_799, 999_999_999))).not.toThrow();
    expect(() => checkTimestamp(new Timestamp(253_402_300_800, 0))).toThrow(/out of range/);
    expect(() => checkTimestamp(new Timestamp(0, -1))).toThrow(/out of range/);
    expect(() => checkTimestamp(new Timestamp(Number.NaN, 0))).toThrow(/out of range/);
  });
});

import { describe, expect, it } from "vitest";
import { bucketNames, bucketsOf } from "./buckets.ts";

const at = (time: string) => Date.parse(time);

describe("buckets", () => {
  it.each([
    ["UTC", "2026-03-02T23:50:00Z", "2026-03-02"],
    ["Asia/Kolkata", "2026-03-02T18:29:59Z", "2026-03-02"],
    ["Asia/Kolkata", "2026-03-02T18:30:00Z", "2026-03-03"],
    ["Asia/Kathmandu", "2026-03-02T18:14:59Z", "2026-03-02"],
    ["Asia/Kathmandu", "2026-03-02T18:15:00Z", "2026-03-03"],
    ["America/New_York", "2026-03-02T04:59:00Z", "2026-03-01"],
  ])("are days of the zone: %s at %s is %s", (zone, time, day) => {
    expect(bucketNames("day", zone)(at(time))).toBe(day);
  });

  it.each([
    ["hour", "2026-03-02T09"],
    ["day-hours", "09"],
    ["week", "2026-W10"],
    ["month", "2026-03"],
  ] as const)("are named by %s", (distribution, name) => {
    expect(bucketNames(distribution, "Europe/Berlin")(at("2026-03-02T08:30:00Z"))).toBe(name);
  });

  it.each([
    ["2027-01-01T12:00:00Z", "2026-W53"],
    ["2025-12-29T12:00:00Z", "2026-W01"],
    ["2024-12-30T12:00:00Z", "2025-W01"],
  ])("count weeks as ISO 8601 does: %s is in %s", (time, week) => {
    expect(bucketNames("week", "UTC")(at(time))).toBe(week);
  });

  it("have 23 hours on the day on which clocks go forward, and 24 names when they go back", () => {
    const names = bucketNames("hour", "Europe/Berlin");
    expect(bucketsOf(at("2026-03-28T23:00:00Z"), at("2026-03-29T22:00:00Z"), names)).toHaveLength(23);
    expect(bucketsOf(at("2026-10-24T22:00:00Z"), at("2026-10-25T23:00:00Z"), names)).toHaveLength(24);
  });
});

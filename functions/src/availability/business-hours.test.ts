import type { ScheduleHours } from "@livechat/contract";
import { describe, expect, test } from "vitest";
import {
  addBusinessSeconds,
  businessSecondsBetween,
  hoursState,
  isOpen,
  nextClosing,
  nextOpening,
} from "./business-hours.ts";

const WEEKDAYS = [1, 2, 3, 4, 5];
const office: ScheduleHours = {
  timeZone: "Europe/Zurich",
  weekly: WEEKDAYS.map((day) => ({
    day,
    intervals: [
      { start: "08:00", end: "12:00" },
      { start: "13:00", end: "18:00" },
    ],
  })),
  exceptions: [
    { from: "2020-12-24", to: "2020-12-26", yearly: true, intervals: [] },
    { from: "2026-12-31", to: "2026-12-31", yearly: false, intervals: [{ start: "09:00", end: "12:00" }] },
    { from: "2026-12-26", to: "2026-12-26", yearly: false, intervals: [{ start: "10:00", end: "11:00" }] },
  ],
};
const allDay: ScheduleHours = {
  timeZone: "America/Santiago",
  weekly: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, intervals: [{ start: "00:00", end: "24:00" }] })),
  exceptions: [],
};

const at = (text: string) => new Date(text);

describe("an office with a lunch break and holidays", () => {
  test("opens to the second and closes to the second", () => {
    expect(isOpen(office, at("2026-11-30T06:59:59.999Z"))).toBe(false);
    expect(isOpen(office, at("2026-11-30T07:00:00Z"))).toBe(true);
    expect(isOpen(office, at("2026-11-30T16:59:59.999Z"))).toBe(true);
    expect(isOpen(office, at("2026-11-30T17:00:00Z"))).toBe(false);
  });

  test("closes for lunch and opens after it", () => {
    expect(nextClosing(office, at("2026-11-30T08:00:00Z"))).toEqual(at("2026-11-30T11:00:00Z"));
    expect(nextOpening(office, at("2026-11-30T11:30:00Z"))).toEqual(at("2026-11-30T12:00:00Z"));
    expect(nextOpening(office, at("2026-11-30T12:30:00Z"))).toBe(null);
    expect(nextClosing(office, at("2026-11-30T11:30:00Z"))).toBe(null);
  });

  test("keeps yearly holidays every year, but where the year's own exception says otherwise", () => {
    expect(nextOpening(office, at("2027-12-23T18:00:00Z"))).toEqual(at("2027-12-27T07:00:00Z"));
    expect(nextOpening(office, at("2026-12-23T18:00:00Z"))).toEqual(at("2026-12-26T09:00:00Z"));
  });

  test("keeps half a holiday", () => {
    expect(nextClosing(office, at("2026-12-31T08:30:00Z"))).toEqual(at("2026-12-31T11:00:00Z"));
    expect(nextOpening(office, at("2026-12-31T11:00:00Z"))).toEqual(at("2027-01-01T07:00:00Z"));
  });

  test("counts business time over a weekend", () => {
    const [friday, monday] = [at("2026-11-27T16:30:00Z"), at("2026-11-30T07:30:00Z")];
    expect(businessSecondsBetween(office, friday, monday)).toBe(3600);
    expect(addBusinessSeconds(office, friday, 3600)).toEqual(monday);
  });
});

describe("clock changes", () => {
  const nightly = (start: string, end: string): ScheduleHours => ({
    timeZone: "Europe/Zurich",
    weekly: [{ day: 7, intervals: [{ start, end }] }],
    exceptions: [],
  });

  test("a start that is skipped is the end of the gap", () => {
    const hours = nightly("02:15", "04:00");
    expect(nextOpening(hours, at("2026-03-28T12:00:00Z"))).toEqual(at("2026-03-29T01:00:00Z"));
    expect(businessSecondsBetween(hours, at("2026-03-29T00:00:00Z"), at("2026-03-29T12:00:00Z"))).toBe(3600);
  });

  test("an interval that is skipped as a whole never opens", () => {
    expect(nextOpening(nightly("02:15", "02:45"), at("2026-03-28T12:00:00Z"))).toEqual(
      at("2026-04-05T00:15:00Z"),
    );
  });

  test("times that come twice count from the first start to the second end", () => {
    const hours = nightly("02:15", "02:45");
    expect(nextOpening(hours, at("2026-10-24T12:00:00Z"))).toEqual(at("2026-10-25T00:15:00Z"));
    expect(nextClosing(hours, at("2026-10-25T00:15:00Z"))).toEqual(at("2026-10-25T01:45:00Z"));
  });

  test("a day that a zone skips has no hours", () => {
    const hours = { ...allDay, timeZone: "Pacific/Apia" };
    const [from, to] = [at("2011-12-30T00:00:00Z"), at("2011-12-31T00:00:00Z")];
    expect(businessSecondsBetween(hours, from, to)).toBe(24 * 3600);
  });
});

describe("schedules at the edges", () => {
  const never: ScheduleHours = { timeZone: "UTC", weekly: [], exceptions: [] };

  test("always open: nothing ever changes", () => {
    expect(hoursState(allDay, at("2026-09-06T03:59:00Z"))).toEqual({
      isOpen: true,
      nextChangeAt: null,
      nextOpeningAt: null,
    });
    expect(addBusinessSeconds(allDay, at("2026-01-01T00:00:00Z"), 0.25)).toEqual(
      at("2026-01-01T00:00:00.250Z"),
    );
  });

  test("always open but for a leap day, which is eight years away", () => {
    const hours: ScheduleHours = {
      ...allDay,
      timeZone: "UTC",
      exceptions: [{ from: "2024-02-29", to: "2024-02-29", yearly: true, intervals: [] }],
    };
    expect(nextClosing(hours, at("2096-03-01T00:00:00Z"))).toEqual(at("2104-02-29T00:00:00Z"));
  });

  test("never open", () => {
    const state = hoursState(never, at("2026-01-01T00:00:00Z"));
    expect(state).toEqual({ isOpen: false, nextChangeAt: null, nextOpeningAt: null });
    expect(addBusinessSeconds(never, at("2026-01-01T00:00:00Z"), 1)).toBe(null);
  });

  test("open once, in many years", () => {
    const once = {
      from: "2090-05-05",
      to: "2090-05-05",
      yearly: false,
      intervals: [{ start: "22:00", end: "01:00" }],
    };
    const hours = { ...never, exceptions: [once] };
    expect(nextOpening(hours, at("2026-01-01T00:00:00Z"))).toEqual(at("2090-05-05T22:00:00Z"));
    expect(addBusinessSeconds(hours, at("2026-01-01T00:00:00Z"), 3 * 3600)).toEqual(
      at("2090-05-06T01:00:00Z"),
    );
    expect(addBusinessSeconds(hours, at("2026-01-01T00:00:00Z"), 3 * 3600 + 1)).toBe(null);
  });

  test("an interval of the night before runs on into a holiday", () => {
    const hours: ScheduleHours = {
      timeZone: "UTC",
      weekly: [{ day: 4, intervals: [{ start: "22:00", end: "06:00" }] }],
      exceptions: [{ from: "2026-12-25", to: "2026-12-25", yearly: false, intervals: [] }],
    };
    expect(isOpen(hours, at("2026-12-25T05:59:59Z"))).toBe(true);
    expect(nextClosing(hours, at("2026-12-24T23:00:00Z"))).toEqual(at("2026-12-25T06:00:00Z"));
  });

  test("seconds are never taken away, and never negative", () => {
    expect(() => addBusinessSeconds(allDay, at("2026-01-01T00:00:00Z"), -1)).toThrow(RangeError);
    expect(businessSecondsBetween(allDay, at("2026-01-02T00:00:00Z"), at("2026-01-01T00:00:00Z"))).toBe(0);
  });
});

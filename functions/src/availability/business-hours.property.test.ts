import type { Interval, ScheduleHours } from "@livechat/contract";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ByTheMinute, KNOWN, tableOf } from "../../test/by-the-minute.ts";
import {
  addBusinessSeconds,
  businessSecondsBetween,
  isOpen,
  nextClosing,
  nextOpening,
} from "./business-hours.ts";

/** Half-hour and 45-minute offsets, clock changes of 30 minutes and of two hours, at midnight, and in Ramadan. */
const ZONES = [
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Africa/Casablanca",
  "America/Santiago",
  "Europe/Zurich",
  "America/New_York",
  "America/St_Johns",
  "Pacific/Chatham",
  "America/Havana",
  "Antarctica/Troll",
  "Asia/Beirut",
  "Pacific/Kiritimati",
];
const SCHEDULES_A_ZONE = 6;
const INSTANTS_A_SCHEDULE = 30;
const MINUTE_MILLIS = 60_000;
const DAY_MILLIS = 24 * 3600 * 1000;

const two = (value: number) => String(value).padStart(2, "0");
const timeOfDay = (minute: number) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;

/** Often in the small hours, where clocks change. */
const minuteOfDay = fc.oneof(
  fc.integer({ min: 0, max: 1439 }),
  fc.integer({ min: 0, max: 16 }).map((n) => n * 15),
  fc.constantFrom(0, 1410, 1439),
);
const interval: fc.Arbitrary<Interval> = fc
  .tuple(minuteOfDay, fc.oneof(minuteOfDay, fc.constant(1440)))
  .map(([start, end]) => ({ start: timeOfDay(start), end: timeOfDay(end) }));
const intervals = fc.array(interval, { maxLength: 3 });

const dateAfter = (days: number) => new Date(KNOWN.from + days * DAY_MILLIS).toISOString().slice(0, 10);
const exception = fc
  .record({
    day: fc.integer({ min: -30, max: 1100 }),
    days: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20 })),
    yearly: fc.boolean(),
    intervals: fc.oneof(fc.constant<Interval[]>([]), intervals),
  })
  .map(({ day, days, ...rest }) => ({ from: dateAfter(day), to: dateAfter(day + days), ...rest }));

const schedule = (timeZone: string): fc.Arbitrary<ScheduleHours> =>
  fc.record({
    timeZone: fc.constant(timeZone),
    weekly: fc
      .uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 7 })
      .chain((days) => fc.tuple(...days.map((day) => intervals.map((list) => ({ day, intervals: list }))))),
    exceptions: fc.array(exception, { maxLength: 5 }),
  });

const instant = fc
  .integer({ min: KNOWN.from / 1000, max: (KNOWN.to - 30 * DAY_MILLIS) / 1000 })
  .map((seconds) => new Date(seconds * 1000));

/** An instant, and around it every edge that the brute force knows: just before, at, and just after a change. */
function instantsAround(at: Date, brute: ByTheMinute): Date[] {
  const change = brute.nextChange(at);
  if (!change) return [at];
  return [at, ...[-1, 0, 1].map((millis) => new Date(change.getTime() + millis * 1000))];
}

function agreeAt(hours: ScheduleHours, brute: ByTheMinute, at: Date): void {
  const open = brute.isOpen(at);
  const change = brute.nextChange(at);
  expect(isOpen(hours, at)).toBe(open);
  if (change) {
    expect(nextClosing(hours, at)).toEqual(open ? change : null);
    expect(nextOpening(hours, at)).toEqual(open ? null : change);
  }
}

function agreeOnSpan(hours: ScheduleHours, brute: ByTheMinute, [a, b, c]: [Date, Date, Date]): void {
  const seconds = businessSecondsBetween(hours, a, b);
  expect(seconds).toBe(brute.secondsBetween(a, b));
  expect(seconds).toBeGreaterThanOrEqual(0);
  expect(seconds + businessSecondsBetween(hours, b, c)).toBe(businessSecondsBetween(hours, a, c));
  const due = addBusinessSeconds(hours, a, seconds);
  expect(due).not.toBe(null);
  if (!due) return;
  expect(businessSecondsBetween(hours, a, due)).toBe(seconds);
  expect(due.getTime()).toBeLessThanOrEqual(b.getTime());
  // The first instant of that many: a moment earlier there are fewer.
  if (seconds > 0) expect(brute.secondsBetween(a, new Date(due.getTime() - 1000))).toBeLessThan(seconds);
}

describe.each(ZONES)("business hours in %s, against every minute of three years", (zone) => {
  const table = tableOf(zone);

  test("the five functions agree with what is found by the minute", { timeout: 60_000 }, () => {
    const moments = fc.array(fc.tuple(instant, fc.nat(20 * DAY_MILLIS), fc.nat(9 * DAY_MILLIS)), {
      minLength: INSTANTS_A_SCHEDULE,
      maxLength: INSTANTS_A_SCHEDULE,
    });
    const property = fc.property(schedule(zone), moments, (hours, list) => {
      const brute = new ByTheMinute(hours, table);
      for (const [at, first, second] of list) {
        for (const moment of instantsAround(at, brute)) agreeAt(hours, brute, moment);
        const to = new Date(at.getTime() + Math.floor(first / 1000) * 1000);
        const later = new Date(to.getTime() + Math.floor(second / MINUTE_MILLIS) * MINUTE_MILLIS);
        agreeOnSpan(hours, brute, [at, to, later]);
      }
    });
    fc.assert(property, { numRuns: SCHEDULES_A_ZONE });
  });

  test("each clock change is looked at closely", () => {
    const whole = { start: "00:00", end: "24:00" };
    const narrow = [0, 15, 30, 45].map((minute) => ({
      start: timeOfDay(minute + 60),
      end: timeOfDay(minute + 70),
    }));
    for (const list of [
      [whole],
      narrow,
      [{ start: "23:30", end: "02:30" }],
      [{ start: "02:10", end: "02:00" }],
    ]) {
      const weekly = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, intervals: list }));
      const hours = { timeZone: zone, weekly, exceptions: [] };
      const brute = new ByTheMinute(hours, table);
      for (let at = KNOWN.from; at < KNOWN.to - 3 * DAY_MILLIS; at += 7 * DAY_MILLIS + 15 * MINUTE_MILLIS) {
        const span = [new Date(at), new Date(at + 7 * DAY_MILLIS)] as const;
        expect(businessSecondsBetween(hours, ...span)).toBe(brute.secondsBetween(...span));
      }
    }
  });
});

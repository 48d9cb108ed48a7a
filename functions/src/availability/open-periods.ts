import type { Interval, ScheduleHours } from "@livechat/contract";
import { zoneClock } from "./zone-clock.ts";

const MINUTE_MILLIS = 60_000;
const DAY_MINUTES = 24 * 60;
const DAY_MILLIS = DAY_MINUTES * MINUTE_MILLIS;

/** Leap days come every eighth year at the most: what has not come by then, and after the last exception, never does. */
const HORIZON_DAYS = 9 * 366;

/** An overnight interval of the day before runs on, and a clock change may move midnight. */
const DAYS_BEFORE = 2;

/** From `start` to just before `end`, in milliseconds since 1970. */
export interface Period {
  readonly start: number;
  readonly end: number;
}

/** Days are counted from 1970-01-01, minutes from midnight. */
type MinutesOfDay = readonly { readonly start: number; readonly end: number }[];

interface Calendar {
  readonly weekly: ReadonlyMap<number, MinutesOfDay>;
  readonly exceptions: readonly CompiledException[];
  /** The last day that an exception names by its year. */
  readonly lastNamedDay: number;
}

interface CompiledException {
  readonly covers: (day: number) => boolean;
  readonly minutes: MinutesOfDay;
}

function minuteOf(timeOfDay: string): number {
  const [hours = 0, minutes = 0] = timeOfDay.split(":").map(Number);
  return hours * 60 + minutes;
}

/** An end at or before its start is one of the next day. */
function minutesOf(intervals: readonly Interval[]): MinutesOfDay {
  return intervals
    .map(({ start, end }) => ({ start: minuteOf(start), end: minuteOf(end) }))
    .map(({ start, end }) => ({ start, end: end <= start ? end + DAY_MINUTES : end }))
    .sort((a, b) => a.start - b.start);
}

function dayOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MILLIS;
}

/** `MM-DD`. */
function monthDayOf(day: number): string {
  return new Date(day * DAY_MILLIS).toISOString().slice(5, 10);
}

/** Monday is 1, as in ISO 8601. 1970-01-01 was a Thursday. */
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** Whether the day is in a span that comes every year, which may lie across New Year. */
function isInYearlySpan(monthDay: string, from: string, to: string): boolean {
  return from <= to ? monthDay >= from && monthDay <= to : monthDay >= from || monthDay <= to;
}

type Exception = ScheduleHours["exceptions"][number];

function compile({ from, to, yearly, intervals }: Exception): CompiledException {
  const minutes = minutesOf(intervals);
  if (yearly) {
    const [first, last] = [from.slice(5), to.slice(5)];
    return { minutes, covers: (day) => isInYearlySpan(monthDayOf(day), first, last) };
  }
  const [first, last] = [dayOf(from), dayOf(to)];
  return { minutes, covers: (day) => day >= first && day <= last };
}

/** An exception of one year wins over a yearly one; of two of a kind the first. */
function calendarOf({ weekly, exceptions }: ScheduleHours): Calendar {
  const ordered = exceptions.toSorted((a, b) => Number(a.yearly) - Number(b.yearly));
  return {
    weekly: new Map(weekly.map(({ day, intervals }) => [day, minutesOf(intervals)])),
    exceptions: ordered.map(compile),
    lastNamedDay: Math.max(0, ...exceptions.filter(({ yearly }) => !yearly).map(({ to }) => dayOf(to))),
  };
}

/** The intervals that begin on a day: those of its exception, else those of its weekday. */
function minutesOn(calendar: Calendar, day: number): MinutesOfDay {
  const exception = calendar.exceptions.find(({ covers }) => covers(day));
  return (exception ? exception.minutes : calendar.weekly.get(weekdayOf(day))) ?? [];
}

/**
 * The times at which a schedule is open, in order and without overlaps, from about two days before an instant. They are
 * pieces: one may begin where another ends. The sequence ends where nothing more can come, else it is endless.
 */
export function* openPeriods(hours: ScheduleHours, from: number): Generator<Period, void> {
  const clock = zoneClock(hours.timeZone);
  const calendar = calendarOf(hours);
  const firstDay = Math.floor(clock.wallOf(from) / DAY_MILLIS) - DAYS_BEFORE;
  let openUntil = Number.NEGATIVE_INFINITY;
  let lastOpenDay = firstDay;
  for (let day = firstDay; day <= Math.max(lastOpenDay + HORIZON_DAYS, calendar.lastNamedDay); day++) {
    for (const { start, end } of minutesOn(calendar, day)) {
      const midnight = day * DAY_MILLIS;
      const opens = Math.max(openUntil, clock.first(midnight + start * MINUTE_MILLIS));
      const closes = clock.last(midnight + end * MINUTE_MILLIS);
      lastOpenDay = day;
      if (opens >= closes) continue;
      yield { start: opens, end: closes };
      openUntil = closes;
    }
  }
}

/** How long after an instant a schedule that is open still may close: as long as anything may come. */
export function horizonOf(hours: ScheduleHours, from: number): number {
  return Math.max(from, calendarOf(hours).lastNamedDay * DAY_MILLIS) + HORIZON_DAYS * DAY_MILLIS;
}

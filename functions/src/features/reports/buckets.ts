import type { ReportDistribution } from "@livechat/contract";
import { zoneClock } from "../../availability/zone-clock.ts";
import { SLOT_MILLIS } from "../../store/rollups.ts";

const HOUR_MILLIS = 3_600_000;
const DAY_MILLIS = 24 * HOUR_MILLIS;
const THURSDAY = 4;

/** `2026-W10`: the week of the year's Thursdays. Source: ISO 8601. */
function weekOf(wall: number): string {
  const weekday = new Date(wall).getUTCDay() || 7;
  const thursday = new Date(wall + (THURSDAY - weekday) * DAY_MILLIS);
  const year = thursday.getUTCFullYear();
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0)) / DAY_MILLIS / 7) + 1;
  return `${year}-W${String(week).padStart(2, "0")}`;
}

/** How buckets are named, by what the zone's clocks show. */
const NAMES: Readonly<Record<ReportDistribution, (wall: number, iso: string) => string>> = {
  hour: (_, iso) => iso.slice(0, 13),
  day: (_, iso) => iso.slice(0, 10),
  "day-hours": (_, iso) => iso.slice(11, 13),
  week: weekOf,
  month: (_, iso) => iso.slice(0, 7),
};

/** What names the bucket of an instant in a time zone. */
export function bucketNames(distribution: ReportDistribution, timeZone: string): (instant: number) => string {
  const clock = zoneClock(timeZone);
  const name = NAMES[distribution];
  // No bucket is finer than an hour, and instants mostly come in order.
  let last = { hour: Number.NaN, name: "" };
  return (instant) => {
    const wall = clock.wallOf(instant);
    const hour = Math.floor(wall / HOUR_MILLIS);
    if (hour !== last.hour) last = { hour, name: name(wall, new Date(wall).toISOString()) };
    return last.name;
  };
}

/** The buckets of a range, in order, also those in which nothing happened. */
export function bucketsOf(from: number, to: number, nameOf: (instant: number) => string): string[] {
  const names = new Set<string>();
  for (let at = from; at < to; at += SLOT_MILLIS) names.add(nameOf(at));
  return [...names].sort();
}

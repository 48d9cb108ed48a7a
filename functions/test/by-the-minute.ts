import type { Interval, ScheduleHours } from "@livechat/contract";

const MINUTE_MILLIS = 60_000;
const HOUR_MINUTES = 60;
const DAY_MINUTES = 24 * HOUR_MINUTES;
const DAY_MILLIS = DAY_MINUTES * MINUTE_MILLIS;
const FROM = Date.UTC(2025, 0, 1);
const MINUTES = (Date.UTC(2028, 0, 1) - FROM) / MINUTE_MILLIS;
/** Wall clocks are at most a day away from UTC, which shifts the table of what they show. */
const WALL_FROM = FROM / MINUTE_MILLIS - DAY_MINUTES;
const WALL_MINUTES = MINUTES + 2 * DAY_MINUTES;

/** The first and last minute that `by-the-minute` knows whole: intervals of days outside reach into the first days. */
export const KNOWN = { from: FROM + 3 * DAY_MILLIS, to: FROM + MINUTES * MINUTE_MILLIS - 3 * DAY_MILLIS };

/** Minutes between UTC and the wall clock, asked of the runtime's own calendar. */
function offsetReader(timeZone: string): (minute: number) => number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  return (minute) => {
    const instant = FROM + minute * MINUTE_MILLIS;
    const parts = Object.fromEntries(
      format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day, hour, minute: shown } = parts;
    return (Date.UTC(year, month - 1, day, hour, shown) - instant) / MINUTE_MILLIS;
  };
}

/** For each minute what the wall clock shows: hours of which both ends have one offset keep it in between. */
function readWall(timeZone: string): Int32Array {
  const offsetAt = offsetReader(timeZone);
  const wall = new Int32Array(MINUTES);
  let offset = offsetAt(0);
  for (let hour = 0; hour < MINUTES; hour += HOUR_MINUTES) {
    const next = offsetAt(hour + HOUR_MINUTES);
    for (let minute = hour; minute < hour + HOUR_MINUTES; minute++) {
      const here = next === offset ? offset : offsetAt(minute);
      wall[minute] = FROM / MINUTE_MILLIS + minute + here;
    }
    offset = next;
  }
  return wall;
}

/** When a wall time is shown first and last; a skipped one is the end of its gap. */
export interface WallTable {
  readonly first: Int32Array;
  readonly last: Int32Array;
}

/** Scans every minute of 2025 to 2027. */
export function tableOf(timeZone: string): WallTable {
  const wall = readWall(timeZone);
  const first = new Int32Array(WALL_MINUTES).fill(-1);
  const last = new Int32Array(WALL_MINUTES).fill(-1);
  for (let minute = 0; minute < MINUTES; minute++) {
    const shown = (wall[minute] as number) - WALL_FROM;
    if (first[shown] === -1) first[shown] = minute;
    last[shown] = minute;
  }
  for (let shown = WALL_MINUTES - 2; shown >= 0; shown--) {
    if (first[shown] !== -1) continue;
    first[shown] = first[shown + 1] as number;
    last[shown] = first[shown + 1] as number;
  }
  return { first, last };
}

function minuteOf(timeOfDay: string): number {
  return Number(timeOfDay.slice(0, 2)) * HOUR_MINUTES + Number(timeOfDay.slice(3));
}

function covers(exception: ScheduleHours["exceptions"][number], date: string): boolean {
  if (!exception.yearly) return date >= exception.from && date <= exception.to;
  const years = [-1, 0, 1].map((shift) => Number(date.slice(0, 4)) + shift);
  const wraps = exception.from.slice(5) > exception.to.slice(5) ? 1 : 0;
  return years.some(
    (year) =>
      date >= `${year}${exception.from.slice(4)}` && date <= `${year + wraps}${exception.to.slice(4)}`,
  );
}

function intervalsOn(hours: ScheduleHours, day: number): readonly Interval[] {
  const date = new Date(day * DAY_MILLIS);
  const text = date.toISOString().slice(0, 10);
  const covering = hours.exceptions.filter((exception) => covers(exception, text));
  const exception = covering.find(({ yearly }) => !yearly) ?? covering[0];
  if (exception) return exception.intervals;
  return hours.weekly.find(({ day: weekday }) => weekday % 7 === date.getUTCDay())?.intervals ?? [];
}

/** Every minute of 2025 to 2027, open or not, found without any of the tested code. */
export class ByTheMinute {
  private readonly open = new Uint8Array(MINUTES);
  /** How many minutes before each one are open. */
  private readonly openBefore = new Uint32Array(MINUTES + 1);

  constructor(hours: ScheduleHours, table: WallTable) {
    for (let day = WALL_FROM / DAY_MINUTES + 1; (day + 3) * DAY_MINUTES < WALL_FROM + WALL_MINUTES; day++) {
      for (const { start, end } of intervalsOn(hours, day)) this.mark(table, day, { start, end });
    }
    for (let minute = 0; minute < MINUTES; minute++) {
      this.openBefore[minute + 1] = (this.openBefore[minute] as number) + (this.open[minute] as number);
    }
  }

  private mark({ first, last }: WallTable, day: number, { start, end }: Interval): void {
    const midnight = day * DAY_MINUTES - WALL_FROM;
    const nextDay = minuteOf(end) <= minuteOf(start) ? DAY_MINUTES : 0;
    const opens = first[midnight + minuteOf(start)] as number;
    const closes = last[midnight + minuteOf(end) + nextDay] as number;
    if (opens !== -1 && closes !== -1) this.open.fill(1, opens, Math.max(opens, closes));
  }

  isOpen(at: Date): boolean {
    return this.open[Math.floor((at.getTime() - FROM) / MINUTE_MILLIS)] === 1;
  }

  /** The next minute that differs from that of `at`, or null within what is known. */
  nextChange(at: Date): Date | null {
    const minute = Math.floor((at.getTime() - FROM) / MINUTE_MILLIS);
    const change = this.open.indexOf(this.open[minute] === 1 ? 0 : 1, minute);
    const instant = FROM + change * MINUTE_MILLIS;
    return change === -1 || instant > KNOWN.to ? null : new Date(instant);
  }

  private secondsBefore(at: Date): number {
    const seconds = (at.getTime() - FROM) / 1000;
    const minute = Math.floor(seconds / 60);
    return (this.openBefore[minute] as number) * 60 + (this.open[minute] as number) * (seconds - minute * 60);
  }

  secondsBetween(from: Date, to: Date): number {
    return this.secondsBefore(to) - this.secondsBefore(from);
  }
}

import { Temporal } from "temporal-polyfill";

const MINUTE_MILLIS = 60_000;
const DAY_MILLIS = 24 * 60 * MINUTE_MILLIS;
const NANOS_PER_MILLI = 1_000_000;
/** A wall clock is never further from UTC than this, whatever day it skips. */
const MARGIN_MILLIS = 2 * DAY_MILLIS;

/** A stretch of time in which a zone keeps one offset from UTC. */
interface Era {
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

/** What a zone's clocks show. A wall time is counted in milliseconds as if it were UTC. */
export interface ZoneClock {
  wallOf(instant: number): number;
  /** When the clock first shows this, or, where a clock change skips it, the end of the gap. */
  first(wall: number): number;
  /** When the clock last shows this, or, where a clock change skips it, the end of the gap. */
  last(wall: number): number;
}

function findEras(timeZone: string, from: number, to: number): Era[] {
  const eras: Era[] = [];
  let start = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timeZone);
  while (start.epochMilliseconds < to) {
    const next = start.getTimeZoneTransition("next");
    const end = Math.min(next?.epochMilliseconds ?? to, to);
    eras.push({ from: start.epochMilliseconds, to: end, offset: start.offsetNanoseconds / NANOS_PER_MILLI });
    if (!next) break;
    start = next;
  }
  return eras;
}

function yearOf(millis: number): number {
  return new Date(millis).getUTCFullYear();
}

function findErasOfYear(timeZone: string, year: number): Era[] {
  return findEras(timeZone, Date.UTC(year, 0) - MARGIN_MILLIS, Date.UTC(year + 1, 0) + MARGIN_MILLIS);
}

/** Looking for a clock change costs about 0.4 ms, so what was found is kept: at most a few eras a year. */
const clocks = new Map<string, ZoneClock>();

/**
 * The clock of an IANA time zone.
 * @throws RangeError for a zone that is not known.
 */
export function zoneClock(timeZone: string): ZoneClock {
  const known = clocks.get(timeZone);
  if (known) return known;
  const byYear = new Map<number, Era[]>();
  const erasAround = (millis: number): Era[] => {
    const year = yearOf(millis);
    const eras = byYear.get(year) ?? findErasOfYear(timeZone, year);
    byYear.set(year, eras);
    return eras;
  };
  const clock = clockOf(erasAround);
  clock.wallOf(0);
  clocks.set(timeZone, clock);
  return clock;
}

function clockOf(erasAround: (millis: number) => Era[]): ZoneClock {
  const instantsOf = (wall: number): number[] =>
    erasAround(wall)
      .filter(({ from, to, offset }) => wall - offset >= from && wall - offset < to)
      .map(({ offset }) => wall - offset);
  const endOfGap = (wall: number): number => {
    const after = erasAround(wall).find(({ from, offset }) => from + offset > wall);
    if (!after) throw new RangeError("A wall time is shown, or a clock change skips it.");
    return after.from;
  };
  return {
    wallOf: (instant) => {
      const era = erasAround(instant).find(({ to }) => instant < to);
      if (!era) throw new RangeError("An instant is in one of its year's eras.");
      return instant + era.offset;
    },
    first: (wall) => instantsOf(wall).at(0) ?? endOfGap(wall),
    last: (wall) => instantsOf(wall).at(-1) ?? endOfGap(wall),
  };
}

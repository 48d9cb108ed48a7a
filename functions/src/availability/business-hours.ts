import type { ScheduleHours } from "@livechat/contract";
import { horizonOf, openPeriods } from "./open-periods.ts";

/**
 * Business hours as pure functions of a schedule and instants: no clock inside. A time that a clock change skips counts
 * as the end of the gap; one that comes twice counts from the first start to the second end.
 */

export function isOpen(hours: ScheduleHours, at: Date): boolean {
  const instant = at.getTime();
  for (const { start, end } of openPeriods(hours, instant)) {
    if (start > instant) return false;
    if (end > instant) return true;
  }
  return false;
}

/** When a closed schedule opens next. null: it is open, or never opens. */
export function nextOpening(hours: ScheduleHours, at: Date): Date | null {
  const instant = at.getTime();
  for (const { start, end } of openPeriods(hours, instant)) {
    if (start <= instant && instant < end) return null;
    if (start > instant) return new Date(start);
  }
  return null;
}

/** When an open schedule closes next. null: it is closed, or never closes. */
export function nextClosing(hours: ScheduleHours, at: Date): Date | null {
  const closing = closingWhenOpen(hours, at.getTime());
  return closing === undefined || closing === null ? null : new Date(closing);
}

/** @returns when it closes, null for never, undefined when it is closed. */
function closingWhenOpen(hours: ScheduleHours, instant: number): number | null | undefined {
  const horizon = horizonOf(hours, instant);
  let closing: number | undefined;
  for (const { start, end } of openPeriods(hours, instant)) {
    if (end <= instant) continue;
    if (start > (closing ?? instant)) return closing;
    if (start > horizon) return null;
    closing = end;
  }
  return closing;
}

/** How many seconds of `from` to `to` are business time, to the millisecond. 0 when `to` is not after `from`. */
export function businessSecondsBetween(hours: ScheduleHours, from: Date, to: Date): number {
  const [first, last] = [from.getTime(), to.getTime()];
  let millis = 0;
  for (const { start, end } of openPeriods(hours, first)) {
    if (start >= last) break;
    millis += Math.max(0, Math.min(end, last) - Math.max(start, first));
  }
  return millis / 1000;
}

/**
 * The first instant by which so many seconds of business time have passed since `from`, to the millisecond; `from` for 0.
 * null: the schedule never gives so many.
 * @throws RangeError for a negative number.
 */
export function addBusinessSeconds(hours: ScheduleHours, from: Date, seconds: number): Date | null {
  if (!(seconds >= 0)) throw new RangeError("Business seconds are added, never taken away.");
  if (seconds === 0) return from;
  let millis = Math.round(seconds * 1000);
  for (const { start, end } of openPeriods(hours, from.getTime())) {
    const begins = Math.max(start, from.getTime());
    if (end <= begins) continue;
    if (begins + millis <= end) return new Date(begins + millis);
    millis -= end - begins;
  }
  return null;
}

/** A schedule's state at an instant. `nextChangeAt` and `nextOpeningAt` are null where nothing of the kind ever comes. */
export interface HoursState {
  readonly isOpen: boolean;
  readonly nextChangeAt: Date | null;
  /** null while open. */
  readonly nextOpeningAt: Date | null;
}

export function hoursState(hours: ScheduleHours, at: Date): HoursState {
  const closing = closingWhenOpen(hours, at.getTime());
  if (closing !== undefined) {
    return { isOpen: true, nextChangeAt: closing === null ? null : new Date(closing), nextOpeningAt: null };
  }
  const opening = nextOpening(hours, at);
  return { isOpen: false, nextChangeAt: opening, nextOpeningAt: opening };
}

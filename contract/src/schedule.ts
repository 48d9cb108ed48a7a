import { z } from "zod";
import { LIMITS } from "./limits.ts";
import { id, instant, line, softDelete, timestamps } from "./primitives.ts";

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** A name of the IANA time zone database: offsets such as `+02:00` know no clock changes and are refused. */
const timeZone = z
  .string()
  .max(LIMITS.MAX_TIME_ZONE_CHARS)
  .regex(/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/, "must be an IANA time zone")
  .refine(isTimeZone, "must be a known IANA time zone");

const startOfInterval = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time of day such as 09:00");
const endOfInterval = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, "must be a time of day up to 24:00");

/** On the wall clock. An end at or before its start is on the next day: 22:00 to 06:00; 00:00 to 24:00 is a whole day. */
export const interval = z.strictObject({ start: startOfInterval, end: endOfInterval });
export type Interval = z.infer<typeof interval>;

const intervals = z.array(interval).max(LIMITS.MAX_INTERVALS_PER_DAY);

/** Monday is 1. A day that is not listed is closed. */
const weekly = z
  .array(z.strictObject({ day: z.number().int().min(1).max(7), intervals }))
  .max(7)
  .refine((days) => new Set(days.map(({ day }) => day)).size === days.length, "must name each day once");

const date = z.iso.date().regex(/^(19[7-9]|2[01])/, "must be a date from 1970 to 2199");

const exceptionInput = z
  .strictObject({
    id: id.optional(),
    name: line(LIMITS.MAX_NAME_CHARS),
    from: date,
    to: date,
    yearly: z.boolean(),
    intervals,
  })
  .refine(({ from, to }) => from <= to, { path: ["to"], message: "must not be before from" })
  .refine(({ from, to, yearly }) => !yearly || Date.parse(to) - Date.parse(from) < YEAR_MILLIS, {
    path: ["to"],
    message: "must be less than a year after from, because it comes every year",
  });
const YEAR_MILLIS = 365 * 24 * 3600 * 1000;

const exceptionsInput = z
  .array(exceptionInput)
  .max(LIMITS.MAX_SCHEDULE_EXCEPTIONS)
  .refine(
    (list) => new Set(list.map((one, index) => one.id ?? `#${index}`)).size === list.length,
    "must have ids of their own",
  );

/**
 * Days on which other hours hold: its intervals replace those that begin on these days; none means closed. Where several
 * cover a day, one that names the year wins over a yearly one, and of two of a kind the first.
 */
export const scheduleException = z.object({
  id,
  name: z.string(),
  from: z.string(),
  to: z.string(),
  yearly: z.boolean(),
  intervals: z.array(interval),
});
export type ScheduleException = z.infer<typeof scheduleException>;

export const schedule = z
  .object({
    id,
    name: z.string(),
    /** Grows with every change. */
    version: z.number().int().min(1),
    timeZone: z.string(),
    weekly: z.array(z.object({ day: z.number().int(), intervals: z.array(interval) })),
    exceptions: z.array(scheduleException),
    ...timestamps,
    ...softDelete,
  })
  .meta({ id: "Schedule" });
export type Schedule = z.infer<typeof schedule>;

/** What of a schedule says when it is open. */
export type ScheduleHours = Pick<Schedule, "timeZone" | "weekly"> & {
  readonly exceptions: readonly Omit<ScheduleException, "id" | "name">[];
};

export const createScheduleBody = z.strictObject({
  name: line(LIMITS.MAX_NAME_CHARS),
  timeZone,
  weekly,
  exceptions: exceptionsInput.optional(),
});
export type CreateSchedule = z.output<typeof createScheduleBody>;

export const updateScheduleBody = z.strictObject({
  name: line(LIMITS.MAX_NAME_CHARS).optional(),
  timeZone: timeZone.optional(),
  weekly: weekly.optional(),
  exceptions: exceptionsInput.optional(),
});
export type UpdateSchedule = z.output<typeof updateScheduleBody>;

export const scheduleState = z
  .object({
    isOpen: z.boolean(),
    /** null: it never changes. */
    nextChangeAt: instant.nullable(),
    /** null while open, and where it never opens. */
    nextOpeningAt: instant.nullable(),
  })
  .meta({ id: "ScheduleState" });
export type ScheduleState = z.infer<typeof scheduleState>;

import { z } from "zod";
import { endpoint, noContent } from "./endpoint.ts";
import { LIMITS } from "./limits.ts";
import {
  deletablePageQuery,
  id,
  includeDeletedQuery,
  instant,
  instantInput,
  line,
  pageOf,
  softDelete,
  timestamps,
} from "./primitives.ts";

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

const scheduleParams = z.strictObject({ id });
const folder = "Schedules";

const hoursExample = {
  timeZone: "Europe/Zurich",
  weekly: [1, 2, 3, 4, 5].map((day) => ({
    day,
    intervals: [
      { start: "08:00", end: "12:00" },
      { start: "13:00", end: "18:00" },
    ],
  })),
};
const holidays = { from: "2026-12-24", to: "2026-12-26", yearly: true, intervals: [] };
const bodyExample = {
  name: "Office hours",
  ...hoursExample,
  exceptions: [{ name: "Christmas", ...holidays }],
};
const example = {
  id: "schedule000000000001",
  version: 1,
  ...bodyExample,
  exceptions: [{ id: "christmas00000000001", name: "Christmas", ...holidays }],
  createdAt: "2026-03-02T09:00:00.000Z",
  updatedAt: "2026-03-02T09:00:00.000Z",
  isDeleted: false,
  deletedAt: null,
};

export const scheduleEndpoints = {
  createSchedule: endpoint({
    name: "createSchedule",
    method: "POST",
    path: "/v1/schedules",
    access: "admin",
    scope: "schedules:write",
    audit: "schedule.created",
    folder,
    summary: "Create a schedule",
    description: "Business hours that groups may keep. One that cannot be evaluated is refused.",
    body: createScheduleBody,
    response: schedule,
    statuses: [201],
    example: { body: bodyExample, response: example },
  }),
  listSchedules: endpoint({
    name: "listSchedules",
    method: "GET",
    path: "/v1/schedules",
    access: "agent",
    scope: "schedules:read",
    folder,
    summary: "List schedules",
    query: deletablePageQuery,
    response: pageOf(schedule),
    example: { response: { items: [example], nextPageToken: null } },
  }),
  getSchedule: endpoint({
    name: "getSchedule",
    method: "GET",
    path: "/v1/schedules/{id}",
    access: "agent",
    scope: "schedules:read",
    errors: ["not_found"],
    folder,
    summary: "Read a schedule",
    params: scheduleParams,
    query: includeDeletedQuery,
    response: schedule,
    example: { response: example },
  }),
  updateSchedule: endpoint({
    name: "updateSchedule",
    method: "PATCH",
    path: "/v1/schedules/{id}",
    access: "admin",
    scope: "schedules:write",
    audit: "schedule.updated",
    errors: ["not_found"],
    folder,
    summary: "Change a schedule",
    description: "What is given is replaced as a whole. The version grows.",
    params: scheduleParams,
    body: updateScheduleBody,
    response: schedule,
    example: {
      body: { timeZone: "Europe/Berlin" },
      response: { ...example, version: 2, timeZone: "Europe/Berlin" },
    },
  }),
  deleteSchedule: endpoint({
    name: "deleteSchedule",
    method: "DELETE",
    path: "/v1/schedules/{id}",
    access: "admin",
    scope: "schedules:write",
    audit: "schedule.deleted",
    errors: ["not_found", "not_allowed"],
    folder,
    summary: "Delete a schedule",
    description: "Soft. One that a group keeps cannot be deleted.",
    params: scheduleParams,
    response: noContent,
  }),
  restoreSchedule: endpoint({
    name: "restoreSchedule",
    method: "POST",
    path: "/v1/schedules/{id}/restore",
    access: "admin",
    scope: "schedules:write",
    audit: "schedule.restored",
    errors: ["not_found"],
    folder,
    summary: "Restore a deleted schedule",
    params: scheduleParams,
    response: schedule,
    example: { response: example },
  }),
  getScheduleState: endpoint({
    name: "getScheduleState",
    method: "GET",
    path: "/v1/schedules/{id}/state",
    access: "agent",
    scope: "schedules:read",
    errors: ["not_found"],
    folder,
    summary: "Whether a schedule is open",
    description: "Now, or at the time that is asked for.",
    params: scheduleParams,
    query: z.strictObject({ at: instantInput.optional() }),
    response: scheduleState,
    example: {
      response: {
        isOpen: false,
        nextChangeAt: "2026-03-02T07:00:00.000Z",
        nextOpeningAt: "2026-03-02T07:00:00.000Z",
      },
    },
  }),
};

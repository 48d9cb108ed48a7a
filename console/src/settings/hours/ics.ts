/** A holiday of a calendar file: whole days, the last one included, as `YYYY-MM-DD`. */
export interface Holiday {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly yearly: boolean;
}

export interface Calendar {
  readonly holidays: readonly Holiday[];
  /** Events that are no whole days, have no name, or come back in a way that a schedule cannot say. */
  readonly leftOut: number;
}

/** Why a file is refused: it is no calendar, it breaks off or contradicts itself, it is too large. */
export type Refusal = "notCalendar" | "broken" | "tooLarge";

export class CalendarProblem extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal);
  }
}

/** Fifty years of a country's holidays are a fifth of this. */
export const MAX_CALENDAR_CHARS = 500_000;
const DAY_MS = 24 * 3600_000;
/** A name, parameters of which a quoted one may hold colons, a value: RFC 5545, section 3.1. */
const LINE = /^([A-Za-z0-9-]+)(?:;(?:[^":]|"[^"]*")*)?:(.*)$/;
const ESCAPED: Readonly<Record<string, string>> = { n: " ", N: " ", "\\": "\\", ",": ",", ";": ";" };

type Event = ReadonlyMap<string, string>;

const unescaped = (text: string): string =>
  text
    .replace(/\\(.)/g, (_, letter: string) => ESCAPED[letter] ?? letter)
    .replace(/\s+/g, " ")
    .trim();

/** The events of a calendar, by their properties; what stands inside them, such as alarms, is left out. */
function eventsOf(text: string): Event[] {
  const events: Event[] = [];
  const open: string[] = [];
  let event = new Map<string, string>();
  // A line that begins with a space goes on with the one before.
  for (const line of text.replace(/\r?\n[ \t]/g, "").split(/\r?\n/)) {
    if (line === "") continue;
    const [, name, value = ""] = LINE.exec(line) ?? [];
    if (name === undefined) throw new CalendarProblem("broken");
    const property = name.toUpperCase();
    const within = value.toUpperCase();
    if (property === "BEGIN") {
      open.push(within);
      if (within === "VEVENT") event = new Map();
    } else if (property === "END") {
      if (open.pop() !== within) throw new CalendarProblem("broken");
      if (within === "VEVENT") events.push(event);
    } else if (open.at(-1) === "VEVENT" && !event.has(property)) event.set(property, value);
  }
  if (open.length > 0) throw new CalendarProblem("broken");
  return events;
}

/** "20261225" as a day since 1970; null where it is a time of day. @throws CalendarProblem for a day that is none. */
function dayFrom(value: string): number | null {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(value) ?? [];
  if (year === undefined) return null;
  const at = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
  // Other days of a month than it has may be read as those of the next.
  if (Number.isNaN(at) || new Date(at).getUTCDate() !== Number(day)) throw new CalendarProblem("broken");
  return at / DAY_MS;
}

/** The day after the last; null where it cannot be said in whole days. */
function endOf(event: Event, start: number): number | null {
  const end = event.get("DTEND");
  if (end !== undefined) return dayFrom(end);
  const duration = event.get("DURATION");
  if (duration === undefined) return start + 1;
  const [, count, unit] = /^P(\d{1,3})([DW])$/.exec(duration) ?? [];
  return count === undefined ? null : start + Number(count) * (unit === "W" ? 7 : 1);
}

/** Whether it comes every year on the same day; null where it comes back in any other way. */
function isYearly(event: Event): boolean | null {
  const rule = event.get("RRULE");
  if (event.has("RDATE") || event.has("EXDATE") || event.has("RECURRENCE-ID")) return null;
  if (rule === undefined) return false;
  const parts = new Map(rule.split(";").map((part) => part.toUpperCase().split("=") as [string, string]));
  if (parts.get("FREQ") !== "YEARLY" || (parts.get("INTERVAL") ?? "1") !== "1") return null;
  const start = event.get("DTSTART") ?? "";
  const named = { BYMONTH: Number(start.slice(4, 6)), BYMONTHDAY: Number(start.slice(6, 8)) };
  const isSame = [...parts].every(([name, value]) => {
    if (name === "FREQ" || name === "INTERVAL" || name === "WKST") return true;
    return name in named && Number(value) === named[name as keyof typeof named];
  });
  return isSame ? true : null;
}

const isoOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** null: nothing that a schedule can take. @throws CalendarProblem when it ends before it begins. */
function holidayOf(event: Event): Holiday | null {
  const name = unescaped(event.get("SUMMARY") ?? "");
  const yearly = isYearly(event);
  const start = dayFrom(event.get("DTSTART") ?? "");
  if (name === "" || yearly === null || start === null) return null;
  const end = endOf(event, start);
  if (end === null) return null;
  if (end < start) throw new CalendarProblem("broken");
  // Some calendars end on the day on which they begin, and mean that day.
  return { name, from: isoOf(start), to: isoOf(Math.max(start, end - 1)), yearly };
}

/**
 * The holidays of an iCalendar file (RFC 5545): its events of whole days, those that come once or every year on the same
 * day, in the order of their days.
 * @throws CalendarProblem for what is no calendar, and for one that breaks off or contradicts itself.
 */
export function readCalendar(text: string): Calendar {
  if (text.length > MAX_CALENDAR_CHARS) throw new CalendarProblem("tooLarge");
  const plain = text.replace(/^\uFEFF/, "");
  if (!/^BEGIN:VCALENDAR\r?\n/i.test(plain)) throw new CalendarProblem("notCalendar");
  const events = eventsOf(plain).filter((event) => event.get("STATUS")?.toUpperCase() !== "CANCELLED");
  const holidays = events.flatMap((event) => holidayOf(event) ?? []);
  return {
    holidays: holidays.sort((a, b) => a.from.localeCompare(b.from)),
    leftOut: events.length - holidays.length,
  };
}

/** Dates as the visitor reads them, in the visitor's own zone. Formatters are slow to make: each is made once. */

const DAY_MS = 24 * 3600 * 1000;
const NEAR_DAYS = 6;

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formatters.set(key, known);
  return known;
}

const midnight = (at: number) => new Date(at).setHours(0, 0, 0, 0);

/** How many days a time lies behind today; negative: before it. A day of a clock change is a day, too. */
function daysFromToday(at: number, now: number): number {
  return Math.round((midnight(at) - midnight(now)) / DAY_MS);
}

/** "14:05" */
export function timeOf(at: number, locale: string): string {
  return formatter(locale, { hour: "2-digit", minute: "2-digit" }).format(at);
}

/** "Today", "Yesterday", "Monday, 2 March", with the year where it is another one. */
export function dayOf(at: number, locale: string, now: number): string {
  const days = daysFromToday(at, now);
  if (days === 0 || days === -1) {
    const text = new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(days, "day");
    return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
  }
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const year = isThisYear ? {} : ({ year: "numeric" } as const);
  return formatter(locale, { weekday: "long", day: "numeric", month: "long", ...year }).format(at);
}

const MINUTES_PER_HOUR = 60;
const MAX_HOURS = 24;

/** "3 minutes", "2 hours", in the words of a language. Rounded up: nothing better is promised than is true. null: longer than a day. */
export function lengthOf(seconds: number, locale: string): string | null {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  const isLong = minutes >= MINUTES_PER_HOUR;
  const count = isLong ? Math.ceil(minutes / MINUTES_PER_HOUR) : minutes;
  if (isLong && count > MAX_HOURS) return null;
  const unit = isLong ? "hour" : "minute";
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(count);
}

/** When something will be: "14:00" today, "Monday 09:00" in the next days, else with its date. */
export function momentOf(at: number, locale: string, now: number): string {
  const days = daysFromToday(at, now);
  if (days === 0) return timeOf(at, locale);
  const day =
    days <= NEAR_DAYS ? ({ weekday: "long" } as const) : ({ day: "numeric", month: "long" } as const);
  return formatter(locale, { ...day, hour: "2-digit", minute: "2-digit" }).format(at);
}

export const isSameDay = (a: number, b: number): boolean => midnight(a) === midnight(b);

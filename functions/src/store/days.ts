export const DAY_MILLIS = 24 * 3_600_000;

/** The UTC day of an RFC 3339 time, `yyyy-mm-dd`. */
export function dayOf(time: string): string {
  return time.slice(0, 10);
}

/** The days from one to another, both included. */
export function daysBetween(first: string, last: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += DAY_MILLIS) {
    days.push(dayOf(new Date(at).toISOString()));
  }
  return days;
}

/** The UTC days that stretches of time touch, each once, in order. */
export function daysOf(spans: readonly { readonly from: string; readonly to: string }[]): string[] {
  const days = spans.flatMap(({ from, to }) => daysBetween(dayOf(from), dayOf(to)));
  return [...new Set(days)].sort();
}

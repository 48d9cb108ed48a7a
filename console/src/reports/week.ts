export const HOURS_OF_DAY = 24;
export const DAYS_OF_WEEK = 7;

/** By day of the week, Monday first, and hour. */
export type Week = readonly (readonly number[])[];

/** Monday is 0. */
function weekdayOf(day: string): number {
  return (new Date(`${day}T12:00:00Z`).getUTCDay() + DAYS_OF_WEEK - 1) % DAYS_OF_WEEK;
}

/** Puts hours such as `2026-03-02T09` into a week: added up, or the mean of the same hours of all weeks. */
export function weekOf(
  hours: readonly { readonly key: string; readonly value: number }[],
  by: "sum" | "mean",
): Week {
  const empty = () => Array.from({ length: DAYS_OF_WEEK }, () => new Array<number>(HOURS_OF_DAY).fill(0));
  const [sums, counts] = [empty(), empty()];
  for (const { key, value } of hours) {
    const [weekday, hour] = [weekdayOf(key.slice(0, 10)), Number(key.slice(11, 13))];
    const [sum, count] = [sums[weekday], counts[weekday]];
    if (!sum || !count) continue;
    sum[hour] = (sum[hour] ?? 0) + value;
    count[hour] = (count[hour] ?? 0) + 1;
  }
  if (by === "sum") return sums;
  return sums.map((day, d) => day.map((sum, h) => sum / Math.max(1, counts[d]?.[h] ?? 1)));
}

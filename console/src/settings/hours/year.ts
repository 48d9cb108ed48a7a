import type { Schedule } from "@livechat/contract";

export interface Day {
  /** `YYYY-MM-DD` */
  date: string;
  kind: "open" | "closed" | "special";
  /** The exception that holds on it. */
  name: string | null;
}

const iso = (year: number, month: number, day: number): string =>
  `${year}-${String(month + 1).padStart(2, "0")}-${String(day).padStart(2, "0")}`;

/** Monday is 1. */
export function weekdayOf(date: string): number {
  return ((new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7) + 1;
}

type Exception = Schedule["exceptions"][number];

function covers({ from, to, yearly }: Exception, date: string): boolean {
  if (!yearly) return date >= from && date <= to;
  const [day, start, end] = [date.slice(5), from.slice(5), to.slice(5)];
  return start <= end ? day >= start && day <= end : day >= start || day <= end;
}

/** One that names the year wins over one that comes every year, and of two of a kind the first. */
function exceptionOn(exceptions: readonly Exception[], date: string): Exception | undefined {
  const found = exceptions.filter((exception) => covers(exception, date));
  return found.find(({ yearly }) => !yearly) ?? found[0];
}

/** Each day of a year: open as every week, closed, or with hours of its own. */
export function yearOf(
  { weekly, exceptions }: Pick<Schedule, "weekly" | "exceptions">,
  year: number,
): Day[][] {
  const openDays = new Set(weekly.filter(({ intervals }) => intervals.length > 0).map(({ day }) => day));
  return Array.from({ length: 12 }, (_, month) => {
    const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
    return Array.from({ length }, (_, at): Day => {
      const date = iso(year, month, at + 1);
      const exception = exceptionOn(exceptions, date);
      if (exception) return { date, kind: "special", name: exception.name };
      return { date, kind: openDays.has(weekdayOf(date)) ? "open" : "closed", name: null };
    });
  });
}

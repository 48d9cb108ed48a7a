import type { TextKey } from "../texts/texts.ts";

const HOUR_MS = 3600_000;
/** When people begin to work. */
const MORNING_HOUR = 9;
const MONDAY = 1;

function morning(from: Date, days: number): Date {
  const at = new Date(from);
  at.setDate(at.getDate() + days);
  at.setHours(MORNING_HOUR, 0, 0, 0);
  return at;
}

/** Until the next Monday; on a Monday that is in a week. */
const daysToMonday = (now: Date): number => (MONDAY - now.getDay() + 7) % 7 || 7;

/** Times that people snooze until. */
export function snoozeTimes(now: Date): { label: TextKey; until: Date }[] {
  return [
    { label: "snooze.hour", until: new Date(now.getTime() + HOUR_MS) },
    { label: "snooze.threeHours", until: new Date(now.getTime() + 3 * HOUR_MS) },
    { label: "snooze.tomorrow", until: morning(now, 1) },
    { label: "snooze.monday", until: morning(now, daysToMonday(now)) },
  ];
}

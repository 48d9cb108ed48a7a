import type { Interval } from "@livechat/contract";

/** "09:00-12:00, 13:00-17:00" */
export const textOf = (intervals: readonly Interval[]): string =>
  intervals.map(({ start, end }) => `${start}-${end}`).join(", ");

const padded = (time: string): string => {
  const [hours = "", minutes = "00"] = time.split(":");
  return `${hours.padStart(2, "0")}:${minutes}`;
};

/** Intervals as people write them: "9-12, 13:00 – 17". What is none is left to the API, which says why. */
export function intervalsFrom(text: string): Interval[] {
  return text
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const [start = "", end = ""] = part.split(/\s*[-–—]\s*/);
      return { start: padded(start), end: padded(end) };
    });
}

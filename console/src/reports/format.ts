import type { Texts } from "../texts/texts.ts";

const MINUTE = 60;
const HOUR = 3600;
const two = (value: number): string => String(value).padStart(2, "0");

/** "45 s", "3:05 min", "2:10 h": exact enough to compare. */
export function shownSeconds(t: Texts, seconds: number | null): string {
  if (seconds === null) return "–";
  const whole = Math.round(seconds);
  if (whole < MINUTE) return t("reports.seconds", { n: t.number(whole) });
  if (whole < HOUR) {
    return t("reports.minutes", { m: Math.floor(whole / MINUTE), s: two(whole % MINUTE) });
  }
  return t("reports.hours", { h: Math.floor(whole / HOUR), m: two(Math.floor((whole % HOUR) / MINUTE)) });
}

export function shownShare(t: Texts, share: number | null): string {
  return share === null ? "–" : t("reports.percent", { n: t.number(Math.round(share * 100)) });
}

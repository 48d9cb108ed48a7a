import { useEffect, useState } from "preact/hooks";

const EVERY_MS = 15_000;
const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;

/** The time, every few seconds. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** How long ago, shortly: "now", "5 min", "3 h". */
export function since(time: string, now: number): string {
  const minutes = Math.floor((now - Date.parse(time)) / MINUTE_MS);
  if (minutes < 1) return "now";
  return minutes < HOUR_MINUTES ? `${minutes} min` : `${Math.floor(minutes / HOUR_MINUTES)} h`;
}

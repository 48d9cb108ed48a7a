import { useSyncExternalStore } from "react";

const EVERY_MS = 1_000;
const listeners = new Set<() => void>();
let clock = Date.now;
let now = clock();
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  now = clock();
  for (const listener of [...listeners]) listener();
}

/** From now on ages and countdowns go by this clock: the server's, where this device's is wrong. */
export function tellTimeBy(read: () => number): void {
  clock = read;
  tick();
}

/** What `useNow` would show, to the millisecond. */
export const timeNow = (): number => clock();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, EVERY_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The time, from one timer for the whole page, rounded down: who needs minutes is not drawn every second. */
export function useNow(everyMs: number = EVERY_MS): number {
  return useSyncExternalStore(subscribe, () => now - (now % everyMs));
}

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { BrowserConnections } from "./browser-connections.ts";
import { WEBCHANNEL_LIMITS } from "./limits.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Opens back channels named 1, 2, 3 ... and notes which ones had to yield. */
function open(connections: BrowserConnections, browser: string, count: number) {
  const yielded: number[] = [];
  for (let i = 1; i <= count; i++) {
    const leave = connections.open(browser, () => {
      yielded.push(i);
      leave();
    });
  }
  return yielded;
}

it("leaves a browser alone that has a connection to spare", () => {
  const yielded = open(new BrowserConnections(), "Vera's", WEBCHANNEL_LIMITS.BROWSER_CONNECTIONS - 1);
  vi.advanceTimersByTime(60_000);
  expect(yielded).toEqual([]);
});

it("ends the longest-open back channel of a browser that has no connection left, once", () => {
  const connections = new BrowserConnections();
  const others = open(connections, "Anna's", 2);
  const yielded = open(connections, "Vera's", WEBCHANNEL_LIMITS.BROWSER_CONNECTIONS);
  vi.advanceTimersByTime(WEBCHANNEL_LIMITS.FULL_BROWSER_HOLD_MS - 1);
  expect(yielded).toEqual([]);
  vi.advanceTimersByTime(60_000);
  expect(yielded).toEqual([1]);
  expect(others).toEqual([]);
});

import { afterEach, expect, it, vi } from "vitest";
import { browserPlatform } from "./browser-platform.ts";

afterEach(() => vi.unstubAllGlobals());

/** A browser whose locks answer like this. */
function withLocks(request: (name: string, task: () => Promise<void>) => Promise<void>) {
  vi.stubGlobal("window", {});
  vi.stubGlobal("navigator", { locks: { request } });
  return browserPlatform();
}

it("sends also where the visitor's settings refuse locks, as they refuse storage", async () => {
  const platform = withLocks(() => Promise.reject(new DOMException("denied", "SecurityError")));
  let runs = 0;
  await platform.exclusively("sender", async () => {
    runs += 1;
  });
  expect(runs).toBe(1);
});

it("does nothing twice when the task itself fails in its lock", async () => {
  const platform = withLocks((_name, task) => task());
  let runs = 0;
  const failing = async () => {
    runs += 1;
    throw new Error("It went wrong.");
  };
  await expect(platform.exclusively("sender", failing)).rejects.toThrow("It went wrong.");
  expect(runs).toBe(1);
});

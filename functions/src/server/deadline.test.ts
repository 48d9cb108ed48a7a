import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { withinDeadline } from "./deadline.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("gives up before Hosting does, in the contract's terms", async () => {
  const never = withinDeadline(new Promise(() => {}));
  const refused = expect(never).rejects.toMatchObject({ status: 503, retryAfterSeconds: 5 });
  await vi.advanceTimersByTimeAsync(59_000);
  await refused;
});

it("hands on what comes in time, and leaves no timer behind", async () => {
  expect(await withinDeadline(Promise.resolve("done"))).toBe("done");
  await expect(withinDeadline(Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(vi.getTimerCount()).toBe(0);
});

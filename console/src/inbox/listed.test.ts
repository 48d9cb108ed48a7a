import { expect, it } from "vitest";
import { nextAfter } from "./listed.ts";

it("goes on with the next, at the end with the one before, and with none when there is no other", () => {
  expect(nextAfter(["a", "b", "c"], "a")).toBe("b");
  expect(nextAfter(["a", "b", "c"], "c")).toBe("b");
  expect(nextAfter(["a"], "a")).toBeNull();
  expect(nextAfter(["a", "b"], "gone")).toBe("a");
  expect(nextAfter([], "a")).toBeNull();
});

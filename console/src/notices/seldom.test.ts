import { expect, it } from "vitest";
import { seldom } from "./seldom.ts";

it("the same is let happen once in its time, another at once, and a clock that is set back stops nothing", () => {
  let now = 5_000;
  const may = seldom<string>(1_000, () => now);
  expect([may("message"), may("message"), may("assigned")]).toEqual([true, false, true]);
  now += 999;
  expect(may("message")).toBe(false);
  now += 1;
  expect(may("message")).toBe(true);
  now -= 3_600_000;
  expect(may("message")).toBe(true);
});

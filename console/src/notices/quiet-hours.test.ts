import { expect, it } from "vitest";
import { isQuiet } from "./quiet-hours.ts";

const at = (time: string) => Date.parse(`2026-03-02T${time}:00Z`);

it("quiet hours are local, and may go past midnight", () => {
  const night = { start: "22:00", end: "07:00", timeZone: "Europe/Berlin" };
  expect(isQuiet(night, at("20:59"))).toBe(false);
  expect(isQuiet(night, at("21:00"))).toBe(true);
  expect(isQuiet(night, at("05:59"))).toBe(true);
  expect(isQuiet(night, at("06:00"))).toBe(false);
  expect(isQuiet({ start: "12:00", end: "13:00", timeZone: "UTC" }, at("12:30"))).toBe(true);
  expect(isQuiet(null, at("03:00"))).toBe(false);
});

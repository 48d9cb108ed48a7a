import { expect, it } from "vitest";
import { snoozeTimes } from "./snooze.ts";

const until = (now: Date) => Object.fromEntries(snoozeTimes(now).map(({ label, until }) => [label, until]));

it("snoozing until tomorrow or Monday means their morning", () => {
  const thursday = new Date(2026, 2, 5, 16, 30);
  expect(until(thursday)["snooze.hour"]).toEqual(new Date(2026, 2, 5, 17, 30));
  expect(until(thursday)["snooze.tomorrow"]).toEqual(new Date(2026, 2, 6, 9));
  expect(until(thursday)["snooze.monday"]).toEqual(new Date(2026, 2, 9, 9));
});

it("on a Monday, Monday is the next one", () => {
  const monday = new Date(2026, 2, 9, 8);
  expect(until(monday)["snooze.monday"]).toEqual(new Date(2026, 2, 16, 9));
});

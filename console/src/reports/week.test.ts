import { expect, it } from "vitest";
import { weekOf } from "./week.ts";

const hours = [
  { key: "2026-03-02T09", value: 2 },
  { key: "2026-03-09T09", value: 4 },
  { key: "2026-03-08T23", value: 1 },
];

it("adds up the same hours of the same days, Monday first", () => {
  const week = weekOf(hours, "sum");
  expect(week[0]?.[9]).toBe(6);
  expect(week[6]?.[23]).toBe(1);
  expect(week.flat().reduce((sum, value) => sum + value, 0)).toBe(7);
});

it("or takes their mean", () => {
  expect(weekOf(hours, "mean")[0]?.[9]).toBe(3);
});

import { expect, it } from "vitest";
import { intervalsFrom, textOf } from "./intervals.ts";

it.each([
  ["09:00-12:00, 13:00-17:00", "09:00-12:00, 13:00-17:00"],
  ["9-12; 13 – 17:30", "09:00-12:00, 13:00-17:30"],
  ["22:00-06:00", "22:00-06:00"],
  ["0-24", "00:00-24:00"],
  ["", ""],
])("%s is %s", (written, read) => {
  expect(textOf(intervalsFrom(written))).toBe(read);
});

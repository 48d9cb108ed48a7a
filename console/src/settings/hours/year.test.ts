import { describe, expect, it } from "vitest";
import { weekdayOf, yearOf } from "./year.ts";

const nine = [{ start: "09:00", end: "17:00" }];
const weekly = [1, 2, 3, 4, 5].map((day) => ({ day, intervals: nine }));
const exception = (name: string, from: string, to: string, yearly = false) => ({
  id: name,
  name,
  from,
  to,
  yearly,
  intervals: [],
});
const dayOf = (days: ReturnType<typeof yearOf>, date: string) => days.flat().find((day) => day.date === date);

describe("a year of a schedule", () => {
  it("has every day of it once", () => {
    const days = yearOf({ weekly, exceptions: [] }, 2028).flat();
    expect(days).toHaveLength(366);
    expect(new Set(days.map(({ date }) => date)).size).toBe(366);
  });

  it("is open on the days of the week that are", () => {
    const days = yearOf({ weekly, exceptions: [] }, 2026);
    expect(weekdayOf("2026-03-02")).toBe(1);
    expect(dayOf(days, "2026-03-02")?.kind).toBe("open");
    expect(dayOf(days, "2026-03-01")?.kind).toBe("closed");
  });

  it("shows exceptions, those over new year too; one that names the year wins", () => {
    const exceptions = [
      exception("New year", "2020-12-30", "2021-01-02", true),
      exception("This one", "2026-12-31", "2026-12-31"),
    ];
    const days = yearOf({ weekly, exceptions }, 2026);
    expect(dayOf(days, "2026-01-01")?.name).toBe("New year");
    expect(dayOf(days, "2026-12-30")?.name).toBe("New year");
    expect(dayOf(days, "2026-12-31")?.name).toBe("This one");
    expect(dayOf(days, "2026-01-03")?.name).toBeNull();
  });
});

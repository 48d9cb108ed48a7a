import { describe, expect, it } from "vitest";
import { dayOf, lengthOf, momentOf, timeOf } from "./dates.ts";

const at = (text: string) => new Date(text).getTime();
const now = at("2026-03-04T12:00:00");

describe("a date as the visitor reads it", () => {
  it("names days from today on", () => {
    expect(dayOf(at("2026-03-04T00:00:00"), "en", now)).toBe("Today");
    expect(dayOf(at("2026-03-03T23:59:59"), "de", now)).toBe("Gestern");
    expect(dayOf(at("2026-03-02T09:00:00"), "en-GB", now)).toMatch(/^Monday,? 2 March$/);
    expect(dayOf(at("2025-03-02T09:00:00"), "en-GB", now)).toMatch(/^Sunday,? 2 March 2025$/);
  });

  it("says when something will be, no longer than it has to", () => {
    expect(momentOf(at("2026-03-04T14:00:00"), "de", now)).toBe("14:00");
    expect(momentOf(at("2026-03-09T09:00:00"), "de", now)).toBe("Montag, 09:00");
    expect(momentOf(at("2026-03-20T09:00:00"), "de", now)).toBe("20. März um 09:00");
  });

  it("says how long something takes, never shorter than it is, and nothing where that is no comfort", () => {
    const lengths = [0, 60, 61, 3_540, 3_541, 3_601, 24 * 3_600].map((seconds) => lengthOf(seconds, "en"));
    expect(lengths).toEqual([
      ...["1 minute", "1 minute", "2 minutes", "59 minutes", "1 hour", "2 hours", "24 hours"],
    ]);
    expect(lengthOf(24 * 3_600 + 1, "en")).toBe(null);
    expect([1, 2, 5].map((minutes) => lengthOf(minutes * 60, "pl"))).toEqual([
      ...["1 minuta", "2 minuty", "5 minut"],
    ]);
  });

  it("is a time in the reader's own way", () => {
    expect(timeOf(at("2026-03-04T14:05:00"), "de")).toBe("14:05");
    expect(timeOf(at("2026-03-04T14:05:00"), "en-US").replace(/\s/g, " ")).toBe("02:05 PM");
  });
});

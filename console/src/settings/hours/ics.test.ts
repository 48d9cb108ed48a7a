import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CalendarProblem, MAX_CALENDAR_CHARS, readCalendar } from "./ics.ts";

const calendar = (...lines: string[]) =>
  ["BEGIN:VCALENDAR", "VERSION:2.0", ...lines, "END:VCALENDAR", ""].join("\r\n");
const event = (...lines: string[]) => ["BEGIN:VEVENT", "UID:x", ...lines, "END:VEVENT"];
const refusal = (text: string) => {
  try {
    readCalendar(text);
  } catch (error) {
    return error instanceof CalendarProblem ? error.refusal : error;
  }
  return null;
};

describe("a calendar of holidays", () => {
  it("is read as public ones are written: whole days, folded lines, escapes, alarms, a zone", () => {
    const text = calendar(
      "BEGIN:VTIMEZONE",
      "TZID:Europe/Zurich",
      "END:VTIMEZONE",
      ...event(
        "DTSTART;VALUE=DATE:20261225",
        "DTEND;VALUE=DATE:20261227",
        "SUMMARY;LANGUAGE=de:Weih",
        " nachten\\, frei",
      ),
      ...event('DTSTART;X-A="a:b";VALUE=DATE:20260801', "SUMMARY:National Day", "RRULE:FREQ=YEARLY"),
      ...event(
        "DTSTART;VALUE=DATE:20260406",
        "DURATION:P1D",
        "SUMMARY:Easter",
        "BEGIN:VALARM",
        "SUMMARY:no",
        "END:VALARM",
      ),
    );
    expect(readCalendar(`\uFEFF${text}`)).toEqual({
      holidays: [
        { name: "Easter", from: "2026-04-06", to: "2026-04-06", yearly: false },
        { name: "National Day", from: "2026-08-01", to: "2026-08-01", yearly: true },
        { name: "Weihnachten, frei", from: "2026-12-25", to: "2026-12-26", yearly: false },
      ],
      leftOut: 0,
    });
  });

  it("leaves out what a schedule cannot say, and counts it; what was cancelled is not there", () => {
    const day = "DTSTART;VALUE=DATE:20261126";
    const others = [
      ["DTSTART:20261126T090000Z", "SUMMARY:A meeting"],
      [day],
      [day, "SUMMARY:Thanksgiving", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"],
      [day, "SUMMARY:Weekly", "RRULE:FREQ=WEEKLY"],
      [day, "SUMMARY:Until", "RRULE:FREQ=YEARLY;UNTIL=20300101"],
      [day, "SUMMARY:Hours", "DURATION:PT4H"],
      [day, "SUMMARY:Not then", "RRULE:FREQ=YEARLY", "EXDATE:20271126"],
    ];
    const text = calendar(
      ...others.flatMap((lines) => event(...lines)),
      ...event(day, "SUMMARY:Called off", "STATUS:CANCELLED"),
      ...event(day, "SUMMARY:The same day", "RRULE:FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=26"),
    );
    const { holidays, leftOut } = readCalendar(text);
    expect([leftOut, holidays.map(({ name }) => name)]).toEqual([others.length, ["The same day"]]);
  });

  it("is refused when it is none, breaks off, names days that are none, or is too large", () => {
    expect(refusal("")).toBe("notCalendar");
    expect(refusal("<html></html>")).toBe("notCalendar");
    expect(refusal(calendar(...event("DTSTART;VALUE=DATE:20260101")).slice(0, -20))).toBe("broken");
    expect(refusal(calendar("BEGIN:VEVENT"))).toBe("broken");
    expect(refusal(calendar("no line of a calendar"))).toBe("broken");
    expect(refusal(calendar(...event("DTSTART:20260230", "SUMMARY:x")))).toBe("broken");
    expect(refusal(calendar(...event("DTSTART:20260102", "DTEND:20260101", "SUMMARY:x")))).toBe("broken");
    expect(refusal("x".repeat(MAX_CALENDAR_CHARS + 1))).toBe("tooLarge");
  });

  it("comes back as it was written, however its lines are folded", () => {
    const days = fc.integer({ min: 0, max: 30_000 });
    const written = fc.record({
      name: fc.stringMatching(/^[a-zäöü,;\\:"]([a-zäöü,;\\:" ]{0,60}[a-zäöü,;\\:"])?$/),
      start: days,
      length: fc.integer({ min: 1, max: 30 }),
      folds: fc.integer({ min: 2, max: 60 }),
    });
    const iso = (day: number) => new Date(day * 24 * 3600_000).toISOString().slice(0, 10);
    const folded = (line: string, at: number) => line.replace(new RegExp(`(.{${at}})(?=.)`, "g"), "$1\r\n ");
    fc.assert(
      fc.property(written, ({ name, start, length, folds }) => {
        const summary = `SUMMARY:${name.replace(/([\\,;])/g, "\\$1")}`;
        const lines = [
          `DTSTART;VALUE=DATE:${iso(start).replaceAll("-", "")}`,
          `DTEND;VALUE=DATE:${iso(start + length).replaceAll("-", "")}`,
        ];
        const text = calendar(...event(...[...lines, summary].map((line) => folded(line, folds))));
        const expected = { name: name.replace(/ +/g, " "), from: iso(start), to: iso(start + length - 1) };
        expect(readCalendar(text).holidays).toEqual([{ ...expected, yearly: false }]);
      }),
    );
  });
});

import { describe, expect, it } from "vitest";
import { askedFrom, before, distributionOf, lastDays, lengthOf, queryOf, searchOf } from "./period.ts";

const now = new Date("2026-03-31T12:00:00").getTime();

describe("the period of a report", () => {
  it("is the last thirty days unless the address says otherwise", () => {
    expect(askedFrom("", now)).toEqual({ from: "2026-03-02", to: "2026-03-31", group: "" });
    expect(lengthOf(askedFrom("", now))).toBe(30);
    expect(lastDays(7, now)).toEqual({ from: "2026-03-25", to: "2026-03-31" });
  });

  it("is kept in the address", () => {
    const asked = { from: "2026-01-01", to: "2026-01-31", group: "sales" };
    expect(askedFrom(searchOf(asked), now)).toEqual(asked);
  });

  it.each(["?from=2026-02-30x", "?from=soon&to=later", "?from=2026-03-30&to=2026-03-01"])(
    "leaves out what makes no sense: %s",
    (search) => expect(askedFrom(search, now)).toMatchObject({ from: "2026-03-02", to: "2026-03-31" }),
  );

  it("is compared with as many days before it", () => {
    const asked = { from: "2026-03-01", to: "2026-03-31", group: "" };
    expect(before(asked)).toEqual({ from: "2026-01-29", to: "2026-02-28", group: "" });
  });

  it("is asked for to the end of its last day", () => {
    const { from, to } = queryOf({ from: "2026-03-30", to: "2026-03-31", group: "" });
    expect(new Date(from).getTime()).toBe(new Date("2026-03-30T00:00:00").getTime());
    expect(new Date(to).getTime()).toBe(new Date("2026-04-01T00:00:00").getTime());
  });

  it("is shown by weeks where days would be too many", () => {
    expect(distributionOf({ from: "2026-01-01", to: "2026-03-03", group: "" })).toBe("day");
    expect(distributionOf({ from: "2026-01-01", to: "2026-12-31", group: "" })).toBe("week");
  });
});

import fc from "fast-check";
import { expect, it } from "vitest";
import { type Filter, filterFrom, queryOf, searchOf } from "./filter.ts";

const day = fc.date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true });
const aDay = day.map((date) => date.toISOString().slice(0, 10));
const anId = fc.string({ minLength: 1 });

it("a filter comes back from the address as it went in", () => {
  const filters = fc.record(
    {
      q: anId,
      status: fc.constantFrom("pending", "active", "snoozed", "closed"),
      group: anId,
      agent: anId,
      tag: anId,
      from: aDay,
      to: aDay,
      rated: fc.constantFrom("good", "bad"),
      has: fc.constant("file"),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(filters, (filter: Filter) => {
      expect(filterFrom(searchOf(filter))).toEqual(filter);
    }),
  );
});

it("what makes no sense in an address is left out", () => {
  expect(filterFrom("?status=gone&from=yesterday&rated=so-so&has=nothing&group=g&x=y")).toEqual({
    group: "g",
  });
});

it("a day is asked for whole", () => {
  const { from, to } = queryOf({ from: "2026-03-01", to: "2026-03-01" });
  expect(Date.parse(to ?? "") - Date.parse(from ?? "")).toBe(24 * 3600_000 - 1);
});

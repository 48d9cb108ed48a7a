import fc from "fast-check";
import { expect, it } from "vitest";
import { lengthOf, union, within } from "./spans.ts";

const spans = fc
  .array(fc.tuple(fc.nat(60), fc.nat(60)), { maxLength: 8 })
  .map((pairs) => pairs.flatMap(([a, b]) => [Math.min(a, b), Math.max(a, b)]));

/** Minute by minute. */
const covers = (list: readonly number[], at: number): boolean =>
  list.some((from, i) => i % 2 === 0 && from <= at && at < (list[i + 1] as number));
const minutes = Array.from({ length: 61 }, (_, i) => i);

it("covers exactly what any of them covers, once", () => {
  fc.assert(
    fc.property(spans, spans, (a, b) => {
      const both = union(a, b);
      for (const at of minutes) expect(covers(both, at)).toBe(covers(a, at) || covers(b, at));
      expect(lengthOf(both)).toBe(minutes.filter((at) => covers(both, at)).length);
      expect(union(both, a, b)).toEqual(both);
    }),
  );
});

it("cuts", () => {
  fc.assert(
    fc.property(spans, fc.nat(60), fc.nat(60), (list, from, to) => {
      const cut = within(union(list), from, to);
      for (const at of minutes) expect(covers(cut, at)).toBe(covers(list, at) && at >= from && at < to);
    }),
  );
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SortedList } from "./sorted-list.ts";

const byNumber = (a: number, b: number) => a - b;

/** Entries from `from` to `to`, both included, walked either way. */
function between(list: SortedList<number>, from: number, to: number, reverse: boolean): number[] {
  const range = reverse
    ? { reverse, isBefore: (n: number) => n > to, isAfter: (n: number) => n < from }
    : { reverse, isBefore: (n: number) => n < from, isAfter: (n: number) => n > to };
  return [...list.scan(range)];
}

describe("a sorted list", () => {
  it("walks any range either way, after any inserts and removals", () => {
    const numbers = fc.uniqueArray(fc.integer({ min: 0, max: 2_000 }), { minLength: 0, maxLength: 900 });
    fc.assert(
      fc.property(numbers, numbers, numbers, fc.nat(2_000), fc.nat(2_000), (start, added, removed, a, b) => {
        const expected = new Set([...start, ...added]);
        const list = new SortedList(byNumber, [...start]);
        for (const n of added) if (!start.includes(n)) list.add(n);
        for (const n of removed) {
          list.remove(n);
          expected.delete(n);
        }
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const inside = [...expected].filter((n) => n >= from && n <= to).sort(byNumber);
        expect(between(list, from, to, false)).toEqual(inside);
        expect(between(list, from, to, true)).toEqual(inside.reverse());
        expect(list.size).toBe(expected.size);
      }),
      { numRuns: 60 },
    );
  });

  it("is empty at first and can become so again", () => {
    const list = new SortedList(byNumber);
    list.remove(1);
    list.add(1);
    list.remove(1);
    expect(between(list, 0, 9, false)).toEqual([]);
    expect(between(list, 0, 9, true)).toEqual([]);
  });
});

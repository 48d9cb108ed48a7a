import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rowsBy, sumOf } from "./asked.ts";
import {
  addCount,
  addDuration,
  addFigures,
  addHeld,
  COUNTS,
  type Figures,
  fromText,
  MEASURES,
  noFigures,
  toText,
} from "./figures.ts";
import { measuresOf, ROWS, type TimedReport } from "./rows.ts";

const ALL: ReadonlySet<string> = new Set(MEASURES);

/** Some durations in business time as by the clock, some not. */
const durationIn = fc.record({
  name: fc.constantFrom(...MEASURES),
  seconds: fc.integer({ min: 0, max: 100_000 }),
  part: fc.constantFrom(1, 1, 0.5, 0),
});
const figures = fc
  .record({
    counts: fc.array(fc.constantFrom(...COUNTS), { maxLength: 8 }),
    durations: fc.array(durationIn, { maxLength: 12 }),
  })
  .map(({ counts, durations }): Figures => {
    const made = noFigures();
    for (const name of counts) addCount(made, name);
    for (const { name, seconds, part } of durations) {
      addDuration(made, name, { seconds, businessSeconds: seconds * part });
    }
    return made;
  });

/** Told apart only by what they hold, not by which of their histograms are one object. */
const plain = (of: Figures): unknown => JSON.parse(JSON.stringify(of));

function sumOfAll(list: readonly Figures[]): Figures {
  const sum = noFigures();
  for (const one of list) addFigures(sum, one);
  return sum;
}

describe("figures", () => {
  it("are what they were once they are stored and read", () => {
    fc.assert(
      fc.property(figures, (one) => {
        expect(plain(fromText(toText(one)))).toEqual(plain(one));
      }),
    );
  });

  it("are the same sum whether they are added as they are stored or as they are counted", () => {
    fc.assert(
      fc.property(fc.array(figures, { maxLength: 8 }), (list) => {
        const held = noFigures();
        for (const [i, one] of list.entries()) addHeld(held, i % 2 === 0 ? toText(one) : one, ALL);
        expect(plain(held)).toEqual(plain(sumOfAll(list)));
      }),
    );
  });

  it("keep business time apart from the clock's, also where both were the same at first", () => {
    const sum = noFigures();
    addDuration(sum, "queue", { seconds: 60, businessSeconds: 60 });
    addDuration(sum, "queue", { seconds: 600, businessSeconds: 0 });
    addDuration(sum, "queue", { seconds: 60, businessSeconds: 60 });
    const { histogram, businessHistogram } = sum.measures.queue ?? {};
    expect(Object.values(histogram ?? {})).toEqual([2, 1]);
    expect(Object.values(businessHistogram ?? {})).toEqual([1, 2]);
  });

  it("are not changed by being added", () => {
    fc.assert(
      fc.property(figures, figures, (a, b) => {
        const before = plain(b);
        addFigures(a, b);
        addDuration(a, "queue", { seconds: 7, businessSeconds: 3 });
        expect(plain(b)).toEqual(before);
      }),
    );
  });

  it("are gone when all of them are taken back", () => {
    fc.assert(
      fc.property(fc.array(durationIn, { maxLength: 12 }), (durations) => {
        const sum = noFigures();
        for (const times of [1, -1]) {
          for (const { name, seconds, part } of durations) {
            addDuration(sum, name, { seconds, businessSeconds: seconds * part, times });
          }
        }
        expect(sum).toEqual(noFigures());
      }),
    );
  });
});

describe("a report's rows", () => {
  it("are the same whether all measures are summed for them or only those that they look at", () => {
    fc.assert(
      fc.property(fc.array(figures, { maxLength: 8 }), (list) => {
        const slots = list.map((one, at) => ({ subjectId: "sales", at, figures: toText(one) }));
        for (const name of Object.keys(ROWS) as TimedReport[]) {
          const rowOf = ROWS[name];
          expect(rowOf(sumOf(slots, measuresOf(rowOf)))).toEqual(rowOf(sumOf(slots)));
        }
      }),
    );
  });

  it("add up to the total", () => {
    fc.assert(
      fc.property(fc.array(figures, { maxLength: 8 }), (list) => {
        const { rows, total } = rowsBy(
          list.keys(),
          (i) => list[i] ?? noFigures(),
          (i) => i,
        );
        expect(rows.map(([key]) => key)).toEqual([...list.keys()]);
        expect(plain(total)).toEqual(plain(sumOfAll(list)));
      }),
    );
  });
});

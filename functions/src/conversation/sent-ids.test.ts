import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sentIds } from "./sent-ids.ts";

describe("the filter of sent ids", () => {
  it("never forgets an id", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 8, maxLength: 64 }), { maxLength: 300 }), (ids) => {
        const filter = ids.reduce((held, id) => sentIds.with(held, id), sentIds.empty);
        expect(ids.filter((id) => !sentIds.mayHold(filter, id))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it("knows most ids to be new in a conversation of 100 messages", () => {
    const filter = Array.from({ length: 100 }, (_, i) => `sent-${i}`).reduce(
      (held, id) => sentIds.with(held, id),
      sentIds.empty,
    );
    const falseHits = Array.from({ length: 1_000 }, (_, i) => `new-${i}`).filter((id) =>
      sentIds.mayHold(filter, id),
    );
    expect(falseHits.length).toBeLessThan(10);
  });
});

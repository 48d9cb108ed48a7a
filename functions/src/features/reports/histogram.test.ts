import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addTo, bucketOf, type Histogram, quantile, secondsOf } from "./histogram.ts";

const MAX_ERROR = 0.05;
const seconds = fc.integer({ min: 1, max: 90 * 24 * 3600 * 1000 }).map((millis) => millis / 1000);

function exactQuantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] as number;
}

function histogramOf(values: readonly number[]): Histogram {
  const histogram: Histogram = {};
  for (const value of values) addTo(histogram, bucketOf(value));
  return histogram;
}

describe("the histogram", () => {
  it("shows what is off by less than 5 % for any durations from a millisecond to 90 days", () => {
    fc.assert(
      fc.property(
        fc.array(seconds, { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, q) => {
          const exact = exactQuantile(values, q);
          const shown = quantile(histogramOf(values), q) as number;
          expect(Math.abs(shown - exact) / exact).toBeLessThan(MAX_ERROR);
        },
      ),
    );
  });

  it("has a largest error of 2.9 %", () => {
    let largest = 0;
    for (let value = 0.001; value < 1e7; value *= 1.0007) {
      largest = Math.max(largest, Math.abs(secondsOf(bucketOf(value)) - value) / value);
    }
    expect(largest).toBeLessThan(0.0292);
    expect(largest).toBeGreaterThan(0.028);
  });

  it("keeps what took no time apart", () => {
    expect(quantile(histogramOf([0, 0, 0, 60]), 0.5)).toBe(0);
  });

  it("is empty of nothing", () => expect(quantile({}, 0.5)).toBeNull());
});

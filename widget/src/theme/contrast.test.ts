import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contrast, parseColor, type Rgb, readableOn, TEXT_CONTRAST, textOn, toHex } from "./contrast.ts";

const channel = fc.integer({ min: 0, max: 255 });
const color: fc.Arbitrary<Rgb> = fc.tuple(channel, channel, channel);
const PAPERS: Rgb[] = [
  [255, 255, 255],
  [21, 27, 38],
];

describe("colours of a theme", () => {
  it("have the contrast that the standard's examples have", () => {
    expect(contrast([255, 255, 255], [0, 0, 0])).toBeCloseTo(21);
    expect(contrast([255, 255, 255], [119, 119, 119])).toBeCloseTo(4.48, 2);
  });

  it("are read in the ways in which pages and browsers write them", () => {
    expect(parseColor("#FA0")).toEqual([255, 170, 0]);
    expect(parseColor(" rgb(1, 22, 255)")).toEqual([1, 22, 255]);
    expect(parseColor("rgba(1 22 255 / 0.5)")).toEqual([1, 22, 255]);
    expect(parseColor("oklch(1 2 3)")).toBe(null);
    fc.assert(
      fc.property(color, (one) => {
        expect(parseColor(toHex(one))).toEqual(one);
      }),
    );
  });

  it("can always be read: text on them, whatever was wanted, and they on paper", () => {
    fc.assert(
      fc.property(color, fc.option(color), fc.constantFrom(...PAPERS), (accent, wanted, paper) => {
        expect(contrast(accent, textOn(accent, wanted))).toBeGreaterThanOrEqual(TEXT_CONTRAST);
        expect(contrast(paper, readableOn(paper, accent))).toBeGreaterThanOrEqual(TEXT_CONTRAST);
      }),
    );
  });

  it("stay what they are where they can be read", () => {
    expect(toHex(readableOn([255, 255, 255], [26, 86, 219]))).toBe("#1a56db");
    expect(toHex(textOn([250, 204, 21], [255, 255, 255]))).toBe("#000000");
  });
});

import { describe, expect, it } from "vitest";
import { type BloomFilterMessage, bitsOf, bloomFilterOf } from "./bloom-filter.ts";

const ROOMS = "projects/p/databases/(default)/documents";

function contains({ bits, hashCount }: BloomFilterMessage, name: string): boolean {
  const bitCount = bits.bitmap.length * 8 - bits.padding;
  return bitsOf(name, bitCount, hashCount).every((bit) => ((bits.bitmap[bit >> 3] ?? 0) >> (bit & 7)) & 1);
}

describe("the bits of a name", () => {
  // Worked out apart, from the MD5 of the name: two little-endian halves, h1 + i * h2, cut to 64 bits.
  it.each([
    [`${ROOMS}/rooms/a`, [929, 687, 445, 203, 962, 720, 494]],
    [`${ROOMS}/räume/𝄞`, [40, 142, 244, 346, 432, 534, 636]],
  ])("%s", (name, bits) => {
    expect(bitsOf(name, 1_001, 7)).toEqual(bits);
  });
});

describe("a filter", () => {
  it("contains its names and hardly any other", () => {
    const names = Array.from({ length: 500 }, (_, n) => `${ROOMS}/rooms/${n}`);
    const filter = bloomFilterOf(names);
    expect(names.every((name) => contains(filter, name))).toBe(true);
    const strangers = Array.from({ length: 2_000 }, (_, n) => `${ROOMS}/others/${n}`);
    expect(strangers.filter((name) => contains(filter, name)).length).toBeLessThan(20);
    expect(filter.bits.padding).toBeLessThan(8);
  });

  it("of nothing has no bits and no hashes, as clients demand", () => {
    expect(bloomFilterOf([])).toEqual({ bits: { bitmap: Buffer.alloc(0), padding: 0 }, hashCount: 0 });
  });
});

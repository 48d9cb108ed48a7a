import { createHash } from "node:crypto";

/** google.firestore.v1.BloomFilter as a plain message. */
export interface BloomFilterMessage {
  readonly bits: { readonly bitmap: Buffer; readonly padding: number };
  readonly hashCount: number;
}

/** Share of names wrongly taken for members. */
const FALSE_POSITIVE_RATE = 0.001;
const WORD = (1n << 64n) - 1n;

/**
 * A Bloom filter over full document names, laid out as google/firestore/v1/bloom_filter.proto says:
 * the MD5 of the UTF-8 name gives two little-endian 64-bit numbers h1 and h2, hash i is
 * (h1 + i * h2) mod 2^64 mod bitCount, and bit n is bit n % 8 (lowest first) of byte n / 8.
 */
export function bloomFilterOf(names: readonly string[]): BloomFilterMessage {
  if (names.length === 0) return { bits: { bitmap: Buffer.alloc(0), padding: 0 }, hashCount: 0 };
  const bitCount = Math.ceil((-names.length * Math.log(FALSE_POSITIVE_RATE)) / Math.LN2 ** 2);
  const hashCount = Math.max(1, Math.round((bitCount / names.length) * Math.LN2));
  const bitmap = Buffer.alloc(Math.ceil(bitCount / 8));
  for (const name of names) {
    for (const bit of bitsOf(name, bitCount, hashCount)) {
      bitmap[bit >> 3] = (bitmap[bit >> 3] ?? 0) | (1 << (bit & 7));
    }
  }
  return { bits: { bitmap, padding: bitmap.length * 8 - bitCount }, hashCount };
}

/** The positions that a name occupies. */
export function bitsOf(name: string, bitCount: number, hashCount: number): number[] {
  const digest = createHash("md5").update(name, "utf8").digest();
  const first = digest.readBigUInt64LE(0);
  const second = digest.readBigUInt64LE(8);
  return Array.from({ length: hashCount }, (_, i) =>
    Number(((first + BigInt(i) * second) & WORD) % BigInt(bitCount)),
  );
}

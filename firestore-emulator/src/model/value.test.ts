import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  Bytes,
  compareValues,
  GeoPoint,
  Reference,
  Timestamp,
  type Value,
  VectorValue,
  valuesEqual,
} from "./value.ts";

const leaf: fc.Arbitrary<Value> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.double(),
  fc.integer().map(BigInt),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.string({ unit: "binary" }),
  fc.uint8Array({ maxLength: 4 }).map((data) => new Bytes(data)),
  fc.integer().map((seconds) => new Timestamp(seconds, 0)),
  fc
    .constantFrom("a/b", "a/b/c/d", "a/c", "a!/b")
    .map((path) => new Reference(`projects/p/databases/d/documents/${path}`)),
  fc
    .tuple(fc.integer({ min: -90, max: 90 }), fc.integer({ min: -180, max: 180 }))
    .map(([a, b]) => new GeoPoint(a, b)),
  fc.array(fc.integer(), { maxLength: 3 }).map((values) => new VectorValue(values)),
);
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    leaf,
    fc.array(tie("value"), { maxLength: 3 }),
    fc
      .dictionary(fc.string({ maxLength: 2 }), tie("value"), { maxKeys: 3 })
      .map((map) => new Map(Object.entries(map))),
  ),
}));

describe("the order of values", () => {
  it("is total: antisymmetric, transitive, and equal to itself", () => {
    fc.assert(
      fc.property(value, value, value, (a, b, c) => {
        expect(Math.sign(compareValues(a, b))).toBe(-Math.sign(compareValues(b, a)) + 0);
        expect(compareValues(a, a)).toBe(0);
        if (compareValues(a, b) <= 0 && compareValues(b, c) <= 0)
          expect(compareValues(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it("of strings is that of their UTF-8 bytes", () => {
    const text = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareValues(a, b))).toBe(
          Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))),
        );
      }),
    );
  });

  it("of numbers is exact between integers and doubles", () => {
    expect(compareValues(9007199254740993n, 9007199254740992)).toBeGreaterThan(0);
    expect(compareValues(2n ** 63n - 1n, 2 ** 63)).toBeLessThan(0);
    expect(valuesEqual(1n, 1)).toBe(true);
    expect(valuesEqual(0, -0)).toBe(true);
    expect(valuesEqual(Number.NaN, Number.NaN)).toBe(true);
    expect(compareValues(Number.NaN, Number.NEGATIVE_INFINITY)).toBeLessThan(0);
  });

  it("of references goes segment by segment, numeric ids first and by number", () => {
    const paths = ["a/__id-3__", "a/__id7__", "a/__id10__", "a/b", "a/b/c/d", "a/b!", "a!/b"];
    const references = paths.map((path) => new Reference(`projects/p/databases/d/documents/${path}`));
    expect([...references].reverse().sort(compareValues)).toEqual(references);
  });

  it("of maps goes by sorted keys, then values, then size", () => {
    const map = (entries: Record<string, number>) => new Map(Object.entries(entries));
    const maps = [map({}), map({ a: 1 }), map({ b: 0, a: 1 }), map({ a: 2 }), map({ b: 0 })];
    expect([...maps].reverse().sort(compareValues)).toEqual(maps);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareFieldPaths, FieldPath, getField, withField } from "./field-path.ts";
import type { Value } from "./value.ts";

describe("the text of a field path", () => {
  it.each([
    ["a", ["a"]],
    ["a._b.C9", ["a", "_b", "C9"]],
    ["`1`.`a.b`.c", ["1", "a.b", "c"]],
    ["`\\``.`\\\\`", ["`", "\\"]],
    ["`日本`", ["日本"]],
  ])("%s", (text, segments) => {
    expect(FieldPath.parse(text).segments).toEqual(segments);
    expect(FieldPath.parse(text).toString()).toBe(text);
  });

  it("comes back from any segments", () => {
    const segments = fc.array(fc.string({ unit: "binary", minLength: 1 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(segments, (names) => {
        expect(FieldPath.parse(new FieldPath(names).toString()).segments).toEqual(names);
      }),
    );
  });

  it.each(["", ".", "a.", ".a", "a..b", "1a", "a b", "`a", "a`", "``", "`a`b", "a-b"])(
    "refuses %j",
    (text) => {
      expect(() => FieldPath.parse(text)).toThrow(/^Invalid property path /);
    },
  );
});

describe("fields at a path", () => {
  const fields = new Map<string, Value>([
    ["a", new Map<string, Value>([["b", 1n]])],
    ["c", 2n],
  ]);
  const path = (text: string) => FieldPath.parse(text);

  it("are found through maps only", () => {
    expect(getField(fields, path("a.b"))).toBe(1n);
    expect(getField(fields, path("c.d"))).toBeUndefined();
    expect(getField(fields, path("a.b.c"))).toBeUndefined();
  });

  it("are set and deleted in a copy", () => {
    const changed = withField(withField(fields, path("a.x.y"), 3n), path("c"), undefined);
    expect(changed).toEqual(
      new Map<string, Value>([
        [
          "a",
          new Map<string, Value>([
            ["b", 1n],
            ["x", new Map([["y", 3n]])],
          ]),
        ],
      ]),
    );
    expect(fields.get("c")).toBe(2n);
    expect(withField(fields, path("c.d.e"), undefined)).toBe(fields);
  });

  it("take the place of plain values on the way", () => {
    expect(getField(withField(fields, path("c.d"), 4n), path("c.d"))).toBe(4n);
  });
});

describe("the order of paths", () => {
  it("puts parents before children and goes segment by segment", () => {
    const paths = ["a", "a.b", "a.b.c", "a.c", "`a!`", "b"].map((text) => FieldPath.parse(text));
    expect([...paths].reverse().sort(compareFieldPaths).map(String)).toEqual(paths.map(String));
  });
});

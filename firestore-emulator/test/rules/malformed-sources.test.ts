import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileRules } from "../../src/rules/decide/compile.ts";
import { RulesSyntaxError } from "../../src/rules/interface.ts";
import { DATABASE, GET, rulesAround } from "./condition.ts";

const SAMPLE = rulesAround(`function owns(doc, uid) { let owner = doc.data.owner; return owner == uid; }
      allow get: if owns(resource, request.auth.uid) && exists(/databases/$(database)/documents/a/$(thing));
      allow write: if request.resource.data.keys().hasOnly(['a', "b"]) ? 1.5 >= -2 : !(b'x' is bytes);
      match /sub/{rest=**} { allow read, list: if rest[0] in {'k': [1, 2][0:1]}; }`);

const PIECES = SAMPLE.split(/(\s+|[{}()[\];:,./$'"=&|])/).filter((piece) => piece.trim() !== "");

/** Compiling ends in a ruleset or in an error with a place inside the source, and never in anything else. */
function compilesOrExplains(source: string): void {
  try {
    compileRules(source).check(GET, DATABASE);
  } catch (error) {
    if (!(error instanceof RulesSyntaxError)) throw error;
    const lines = source.split("\n").length;
    for (const issue of error.issues) {
      expect(issue.line).toBeGreaterThanOrEqual(1);
      expect(issue.line).toBeLessThanOrEqual(lines);
      expect(issue.column).toBeGreaterThanOrEqual(1);
      expect(issue.message).not.toBe("");
    }
    expect(error.issues.length).toBeGreaterThan(0);
  }
}

describe("malformed sources", () => {
  it("of random text are explained", () => {
    const text = fc.uint16Array({ maxLength: 200 }).map((units) => String.fromCharCode(...units));
    fc.assert(fc.property(fc.oneof(text, fc.string({ maxLength: 200 })), compilesOrExplains), {
      numRuns: 1_000,
    });
  });

  it("cut off anywhere are explained", () => {
    for (let length = 0; length < SAMPLE.length; length += 3) compilesOrExplains(SAMPLE.slice(0, length));
  });

  it("with a changed character are explained", () => {
    const change = fc.tuple(
      fc.nat(SAMPLE.length - 1),
      fc.constantFrom(..."{}()[];:,./$'\"=&|!-+*%<>?#\\\n0a é"),
    );
    fc.assert(
      fc.property(change, ([at, character]) => {
        compilesOrExplains(SAMPLE.slice(0, at) + character + SAMPLE.slice(at + 1));
      }),
      { numRuns: 1_000 },
    );
  });

  it("of shuffled pieces are explained", () => {
    const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 });
    fc.assert(
      fc.property(pieces, (chosen) => {
        compilesOrExplains(chosen.join(" "));
        compilesOrExplains(rulesAround(`allow get: if ${chosen.join(" ")};`));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("deep and long sources", () => {
  const deep = [
    ["parentheses", (n: number) => `${"(".repeat(n)}true${")".repeat(n)}`],
    ["lists", (n: number) => `${"[".repeat(n)}1${"]".repeat(n)} == []`],
    ["maps", (n: number) => `${"{'a': ".repeat(n)}1${"}".repeat(n)} == {}`],
    ["negations", (n: number) => `${"!".repeat(n)}true`],
    ["minus signs", (n: number) => `${"- ".repeat(n)}1 == 1`],
    ["members", (n: number) => `resource${".a".repeat(n)} == 1`],
    ["indexes", (n: number) => `resource${"[0]".repeat(n)} == 1`],
    ["method calls", (n: number) => `'a'${".trim()".repeat(n)} == 'a'`],
    ["sums", (n: number) => `1${" + 1".repeat(n)} > 0`],
    ["comparisons", (n: number) => `true${" == true".repeat(n)}`],
    ["ternaries", (n: number) => `${"true ? true : ".repeat(n)}true`],
    ["conjunctions", (n: number) => `true${" && true".repeat(n)}`],
    ["disjunctions", (n: number) => `false${" || false".repeat(n)}`],
    ["calls", (n: number) => `${"int(".repeat(n)}1${")".repeat(n)} == 1`],
    ["paths", (n: number) => `${"/a/$(".repeat(n)}'b'${")".repeat(n)} == /a/b`],
    ["path segments", (n: number) => `${"/a".repeat(n)} == /a`],
    ["list items", (n: number) => `[${"1,".repeat(n)}].size() == ${n}`],
  ] as const;

  it.each(deep)("of %s neither crash nor hang", (_title, make) => {
    for (const size of [10, 1_000, 20_000]) compilesOrExplains(rulesAround(`allow get: if ${make(size)};`));
  });

  it("of match blocks neither crash nor hang", () => {
    for (const size of [10, 1_000, 5_000]) {
      const nested = `${"match /a/{b} {".repeat(size)}${"}".repeat(size)}`;
      compilesOrExplains(`rules_version = '2'; service cloud.firestore { ${nested} }`);
    }
  });

  it("of functions that multiply their work end at the limit", () => {
    const doubling = Array.from(
      { length: 19 },
      (_, i) => `function f${i}() { return f${i + 1}() && f${i + 1}(); }`,
    );
    const source = rulesAround(
      `${doubling.join("\n")}\nfunction f19() { return 1 == 1; }\nallow get: if f0();`,
    );
    const verdict = compileRules(source).check(GET, DATABASE);
    expect(verdict.message).toContain("Maximum of 1000 expressions");
  });
});

/** Functions that each double what they get, ten times over. */
function doubling(double: string, start: string): string {
  const lets = Array.from({ length: 10 }, (_, i) => {
    const before = i === 0 ? "x" : `v${i - 1}`;
    return `let v${i} = ${double.replaceAll("x", before)};`;
  });
  const functions = Array.from({ length: 15 }, (_, i) => {
    const result = i === 14 ? "v9" : `f${i + 1}(v9)`;
    return `function f${i}(x) { ${lets.join(" ")} return ${result}; }`;
  });
  return rulesAround(`${functions.join("\n")}\nallow get: if f0(${start}).size() > 0;`);
}

describe("values that grow without end", () => {
  it.each([
    ["strings", "x + x", "'a'", "String is too long."],
    ["lists", "x.concat(x)", "[1]", "List is too long."],
    ["replacements", "x.replace('a', 'aa')", "'a'", "String is too long."],
    ["joins", "[x, x].join('')", "'a'", "String is too long."],
  ])("%s end in an error", (_title, double, start, message) => {
    const verdict = compileRules(doubling(double, start)).check(GET, DATABASE);
    expect(verdict.statements[0]?.error?.message).toBe(message);
  });
});

describe("regular expressions that explode elsewhere", () => {
  it("take linear time", () => {
    const text = "a".repeat(5_000);
    const source = rulesAround(
      `allow get: if '${text}!'.matches('(a+)+$') || '${text}!'.matches('(a|a)*b');`,
    );
    expect(compileRules(source).check(GET, DATABASE).statements[0]?.result).toBe("false");
  });
});

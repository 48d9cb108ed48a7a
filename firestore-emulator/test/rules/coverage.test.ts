import { describe, expect, it } from "vitest";
import { compileRules } from "../../src/rules/decide/compile.ts";
import type { CoverageNode } from "../../src/rules/interface.ts";
import { DATABASE, GET, rulesAround } from "./condition.ts";

// firebase.google.com/docs/rules/emulator-reports

const SOURCE = rulesAround(
  "function adult(age) { return age >= 18; }\n      allow get: if resource.data.int > 5 || adult(3);",
);

function nodeOf(nodes: readonly CoverageNode[], source: string, text: string): CoverageNode | undefined {
  for (const node of nodes) {
    const { currentOffset, endOffset } = node.sourcePosition;
    const found = [...source].slice(currentOffset, endOffset + 1).join("");
    if (found === text) return node;
    const inner = nodeOf(node.children ?? [], source, text);
    if (inner) return inner;
  }
  return undefined;
}

describe("coverage", () => {
  it("counts the values of every expression, in the emulator's JSON", () => {
    const ruleset = compileRules(SOURCE, "firestore.rules");
    ruleset.check(GET, DATABASE);
    ruleset.check(GET, DATABASE);
    const { rules, report } = ruleset.coverage();
    expect(rules.files).toEqual([{ name: "firestore.rules", content: SOURCE }]);
    expect(nodeOf(report, SOURCE, "resource.data.int > 5")).toMatchObject({
      sourcePosition: { fileName: "firestore.rules", line: 6, column: 21 },
      values: [{ value: { boolValue: true }, count: 2 }],
    });
    expect(nodeOf(report, SOURCE, "resource.data.int")?.values).toEqual([
      { value: { intValue: "7" }, count: 2 },
    ]);
  });

  it("leaves expressions that were never evaluated without values", () => {
    const ruleset = compileRules(SOURCE);
    ruleset.check(GET, DATABASE);
    const { report } = ruleset.coverage();
    expect(nodeOf(report, SOURCE, "age >= 18")).toBeDefined();
    expect(nodeOf(report, SOURCE, "age >= 18")?.values).toBeUndefined();
  });

  it("shows errors as undefined values with their cause", () => {
    const ruleset = compileRules(rulesAround("allow get: if resource.data.missing;"));
    ruleset.check(GET, DATABASE);
    expect(ruleset.coverage().report[0]?.values).toEqual([
      { value: { undefined: { causeMessage: "Property missing is undefined on object." } }, count: 1 },
    ]);
  });

  it("shows values of all types", () => {
    const values: readonly (readonly [string, unknown])[] = [
      ["null", { nullValue: null }],
      ["1", { intValue: "1" }],
      ["1.5", { floatValue: 1.5 }],
      ["'a'", { stringValue: "a" }],
      ["[1]", { listValue: { values: [{ intValue: "1" }] } }],
      ["{'a': true}", { mapValue: { fields: { a: { boolValue: true } } } }],
      ["['a'].toSet()", { setValue: { values: [{ stringValue: "a" }] } }],
      ["b'a'", { bytesValue: "YQ==" }],
      ["/a/b", { pathValue: { segments: [{ simple: "a" }, { simple: "b" }] } }],
      ["duration.value(1500, 'ms')", { durationValue: "1.500s".replace("00s", "s") }],
      ["timestamp.value(0)", { timestampValue: "1970-01-01T00:00:00Z" }],
      ["latlng.value(1, 2)", { latlngValue: { latitude: 1, longitude: 2 } }],
      [
        "{'same': 1, 'removed': 1, 'changed': 1}.diff({'same': 1, 'added': 1, 'changed': 2})",
        {
          mapDiffValue: {
            keyStatuses: { same: "UNCHANGED", added: "REMOVED", changed: "CHANGED", removed: "ADDED" },
          },
        },
      ],
    ];
    for (const [expression, value] of values) {
      const ruleset = compileRules(rulesAround(`allow get: if ${expression};`));
      ruleset.check(GET, DATABASE);
      expect(ruleset.coverage().report[0]?.values).toEqual([{ value, count: 1 }]);
    }
  });

  it("places expressions by characters, the last one included, as Google's emulator does", () => {
    const source = rulesAround("/* 😀 é */ allow get: if resource.data.emoji == 'a😀b' && true;");
    const { report } = compileRules(source).coverage();
    const start = [...source.slice(0, source.indexOf("resource.data.emoji"))].length;
    expect(nodeOf(report, source, "resource.data.emoji")?.sourcePosition).toMatchObject({
      line: 5,
      currentOffset: start,
      endOffset: start + "resource.data.emoji".length - 1,
    });
    expect(nodeOf(report, source, "resource.data.emoji == 'a😀b'")?.sourcePosition).toMatchObject({
      endOffset: start + [..."resource.data.emoji == 'a😀b'"].length - 1,
    });
  });

  it("leaves out literals", () => {
    const { report } = compileRules(rulesAround("allow get: if thing == 'one' && true;")).coverage();
    expect(report[0]?.children).toHaveLength(1);
    expect(report[0]?.children?.[0]?.children).toHaveLength(1);
  });

  it("starts anew when reset", () => {
    const ruleset = compileRules(SOURCE);
    ruleset.check(GET, DATABASE);
    ruleset.resetCoverage();
    expect(JSON.stringify(ruleset.coverage())).not.toContain("values");
  });

  it("keeps a bounded number of values", () => {
    const ruleset = compileRules(rulesAround("allow get: if thing == 'x';"));
    for (let i = 0; i < 200; i++) ruleset.check({ ...GET, path: `things/${i}` }, DATABASE);
    const { report } = ruleset.coverage();
    expect(nodeOf(report, ruleset.source, "thing")?.values).toHaveLength(50);
  });
});

describe("a trace", () => {
  it("lists the evaluated expressions with their values, innermost first", () => {
    const ruleset = compileRules(
      rulesAround("allow get: if resource.data.int == 8 || resource.data.missing;"),
    );
    const { allowed, trace } = ruleset.check(GET, DATABASE);
    expect(allowed).toBe(false);
    expect(trace().filter(({ source }) => source !== "resource" && source !== "resource.data")).toEqual([
      { line: 5, column: 21, source: "resource.data.int", value: "7" },
      { line: 5, column: 21, source: "resource.data.int == 8", value: "false" },
      {
        line: 5,
        column: 47,
        source: "resource.data.missing",
        value: "error: Property missing is undefined on object.",
      },
      {
        line: 5,
        column: 21,
        source: "resource.data.int == 8 || resource.data.missing",
        value: "error: Property missing is undefined on object.",
      },
    ]);
  });

  it("tells only the size of large values, as coverage does", () => {
    const text = "x".repeat(3_000);
    const ruleset = compileRules(
      rulesAround(`allow get: if '${text}' + 'y' == 'z' || [1, '${text}'].size() == 3;`),
    );
    const values = ruleset
      .check(GET, DATABASE)
      .trace()
      .map(({ value }) => value);
    expect(values).toEqual(["a string of 3001", "false", "a list of 2", "2", "false", "false"]);
    expect(JSON.stringify(ruleset.coverage().report)).toContain(
      '{"constraintValue":{"description":"a list of 2"}}',
    );
    expect(JSON.stringify(ruleset.coverage().report).length).toBeLessThan(5_000);
  });

  it("comes with the coverage of the latest denials", () => {
    const ruleset = compileRules(rulesAround("allow get: if thing == 'allowed';"));
    for (let i = 0; i < 30; i++) ruleset.check({ ...GET, path: `things/${i}` }, DATABASE);
    ruleset.check({ ...GET, path: "things/allowed" }, DATABASE);
    const { denials } = ruleset.coverage();
    expect(denials).toHaveLength(20);
    expect(denials.at(-1)).toEqual({
      method: "get",
      path: "things/29",
      time: "2026-03-02T14:05:06.789012Z",
      message: "\nfalse for 'get' @ L5",
      trace: [
        { line: 5, column: 21, source: "thing", value: '"29"' },
        { line: 5, column: 21, source: "thing == 'allowed'", value: "false" },
      ],
    });
    ruleset.resetCoverage();
    expect(ruleset.coverage().denials).toEqual([]);
  });
});

it("rulesets of the same source count each for itself", () => {
  const source = rulesAround("allow get: if request.auth.uid == 'ada';");
  const [used, unused] = [compileRules(source), compileRules(source)];
  used.check(GET, DATABASE);
  const valuesOf = (report: readonly CoverageNode[]): number =>
    report.reduce((sum, { values = [], children = [] }) => sum + values.length + valuesOf(children), 0);
  expect(valuesOf(used.coverage().report)).toBeGreaterThan(0);
  expect(valuesOf(unused.coverage().report)).toBe(0);
});

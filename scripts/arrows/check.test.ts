import { describe, expect, it } from "vitest";
import { findViolations } from "./check.ts";
import { importsOf } from "./imports.ts";

const importing = (...targets: string[]) => targets.map((target) => ({ target, typeOnly: false }));

const arrows = [
  { place: "low", mayImport: [] },
  { place: "high", mayImport: ["low"] },
];

describe("directions of imports", () => {
  it("lets high import low and not the other way round", () => {
    const files = [
      { path: "high/a.ts", imports: importing("low/b.ts") },
      { path: "low/c.ts", imports: importing("high/a.ts") },
    ];
    expect(findViolations(files, arrows)).toEqual([
      "low/c.ts imports high/a.ts: low may import from nothing else",
    ]);
  });

  it("names every file of a circle", () => {
    const files = [
      { path: "low/a.ts", imports: importing("low/b.ts") },
      { path: "low/b.ts", imports: importing("low/a.ts") },
    ];
    expect(findViolations(files, arrows)).toEqual(["circle of imports: low/a.ts -> low/b.ts -> low/a.ts"]);
  });

  it("lets types go round", () => {
    const files = [
      { path: "low/a.ts", imports: importing("low/b.ts") },
      { path: "low/b.ts", imports: [{ target: "low/a.ts", typeOnly: true }] },
    ];
    expect(findViolations(files, arrows)).toEqual([]);
  });

  it("refuses a file that no arrow covers", () => {
    expect(findViolations([{ path: "new/a.ts", imports: [] }], arrows)).toEqual([
      "new/a.ts: no arrow says what it may import",
    ]);
  });

  it("leaves tests and benchmarks alone", () => {
    const files = ["low/a.test.ts", "low/test/a.ts", "low/bench/a.ts", "tests/a.ts"];
    expect(
      findViolations(
        files.map((path) => ({ path, imports: importing("high/a.ts") })),
        arrows,
      ),
    ).toEqual([]);
  });
});

describe("imports of a source file", () => {
  it("finds every form, types included, and resolves them", () => {
    const source = `
import a from "./a.ts";
import type { B } from "../b.ts";
import {
  c,
} from "@livechat/contract";
import "./effect.ts";
export * from "./d.js";
const e = await import("./e.ts");
// import "./comment.ts";
import zod from "zod";
`;
    expect(importsOf("one/two/x.ts", source)).toEqual([
      { target: "one/two/a.ts", typeOnly: false },
      { target: "one/b.ts", typeOnly: true },
      { target: "contract/src/index.ts", typeOnly: false },
      { target: "one/two/effect.ts", typeOnly: false },
      { target: "one/two/d.ts", typeOnly: false },
      { target: "one/two/e.ts", typeOnly: false },
    ]);
  });
});

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findViolations } from "./check.ts";
import { importsOf, readImports } from "./imports.ts";

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

it("reads every source of a folder without git, and nothing built or installed", async () => {
  const root = await mkdtemp(join(tmpdir(), "imports-"));
  for (const folder of ["one/two", "one/lib", "node_modules/x", ".dev"]) {
    await mkdir(join(root, folder), { recursive: true });
    await writeFile(join(root, folder, "a.ts"), 'import "./b.ts";\n');
  }
  try {
    const imports = [{ target: "one/two/b.ts", typeOnly: false }];
    expect(await readImports(root)).toEqual([{ path: "one/two/a.ts", imports }]);
  } finally {
    await rm(root, { recursive: true });
  }
});

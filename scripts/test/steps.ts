import { join } from "node:path";

export interface Step {
  /** What `--only` takes. */
  name: string;
  what: string;
  /** Needs no build and starts nothing: part of `npm run check`. */
  static: boolean;
  /** A script of node_modules or of ours, and its arguments, run by this Node. */
  command: string[];
  /** Where vitest writes its counts, for the steps that are tests. */
  report: string | null;
}

export const root = join(import.meta.dirname, "..", "..");
const module = (...path: string[]): string => join(root, "node_modules", ...path);
const tsx = module("tsx", "dist", "cli.mjs");
export const ARTIFACTS = join(root, ".artifacts", "test");

function check(name: string, what: string, command: string[]): Step {
  return { name, what, static: true, command, report: null };
}

function vitest(project: string, what: string): Step {
  const report = join(ARTIFACTS, `${project}.json`);
  const command = [
    module("vitest", "vitest.mjs"),
    "run",
    `--project=${project}`,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
  return { name: project, what, static: false, command, report };
}

export const steps: readonly Step[] = [
  check("format", "format and lint", [
    module("@biomejs", "biome", "bin", "biome"),
    "check",
    "--error-on-warnings",
    ".",
  ]),
  check("types", "type check", [tsx, join(root, "scripts", "check-types.ts")]),
  check("arrows", "directions of imports", [tsx, join(root, "scripts", "check-arrows.ts")]),
  {
    name: "build",
    what: "functions and pages",
    static: false,
    command: [tsx, join(root, "scripts", "build.ts")],
    report: null,
  },
  vitest("unit", "unit tests"),
  vitest("emulator", "tests against the embedded Firestore"),
  vitest("end-to-end", "the whole system by HTTP"),
  vitest("browser", "the pages in a real browser"),
  vitest("deploy", "what would be uploaded"),
];

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
  /** How long it takes on two cores that have nothing else to do, until a run here has told better. */
  seconds: number;
}

export const root = join(import.meta.dirname, "..", "..");
const module = (...path: string[]): string => join(root, "node_modules", ...path);
const tsx = module("tsx", "dist", "cli.mjs");
export const ARTIFACTS = join(root, ".artifacts", "test");

function check(name: string, what: string, seconds: number, command: string[]): Step {
  return { name, what, static: true, command, report: null, seconds };
}

interface Tests extends Pick<Step, "name" | "what" | "seconds"> {
  /** Vitest's projects, when they are not called as the step. */
  projects?: readonly string[];
}

function vitest({ name, projects = [name], ...step }: Tests): Step {
  const report = join(ARTIFACTS, `${name}.json`);
  const command = [
    module("vitest", "vitest.mjs"),
    "run",
    ...projects.map((project) => `--project=${project}`),
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
  return { ...step, name, static: false, command, report };
}

export const steps: readonly Step[] = [
  check("format", "format and lint", 5, [
    module("@biomejs", "biome", "bin", "biome"),
    "check",
    "--error-on-warnings",
    ".",
  ]),
  check("types", "type check", 30, [tsx, join(root, "scripts", "check-types.ts")]),
  check("arrows", "directions of imports", 5, [tsx, join(root, "scripts", "check-arrows.ts")]),
  {
    name: "build",
    what: "functions and pages",
    static: false,
    command: [tsx, join(root, "scripts", "build.ts")],
    report: null,
    seconds: 15,
  },
  vitest({ name: "unit", what: "unit tests", seconds: 45 }),
  vitest({
    name: "emulator",
    projects: ["emulator", "backend"],
    what: "tests against the embedded Firestore",
    seconds: 570,
  }),
  vitest({ name: "end-to-end", what: "the whole system by HTTP", seconds: 160 }),
  vitest({ name: "browser", what: "the pages in a real browser", seconds: 730 }),
  vitest({ name: "deploy", what: "what would be deployed, and how", seconds: 150 }),
];

/** Of the tests against the embedded Firestore: each way into a chat, who may do what, the worst failures of others. */
const QUICK_FILES = [
  "functions/test/start-session.test.ts",
  "functions/test/add-event.test.ts",
  "functions/test/assignment.test.ts",
  "functions/test/soft-delete.test.ts",
  "tests/rules/table.test.ts",
];

function firstOf(step: Step): Step {
  const command = [...step.command, ...QUICK_FILES];
  return {
    ...step,
    name: "core",
    what: "the first of the tests against the embedded Firestore",
    command,
    seconds: 30,
  };
}

/** How much longer a step takes while another one runs. */
const SIDE_BY_SIDE = 1.5;

/** `npm test -- --quick`: what can be known within a minute and a half. Starts no system and no browser. */
export const quickSteps: readonly Step[] = steps
  .flatMap((step) => {
    if (step.static || step.name === "unit") return [step];
    return step.name === "emulator" ? [firstOf(step)] : [];
  })
  .map((step) => ({ ...step, seconds: step.seconds * SIDE_BY_SIDE }))
  // They run side by side: the longest first.
  .sort((a, b) => b.seconds - a.seconds);

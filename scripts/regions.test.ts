import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { DEFAULT_REGION } from "../functions/src/platform/deployment.ts";

const root = join(import.meta.dirname, "..");
/** The one place, and what is only said: prices, examples of answers, fixtures. */
const MAY_NAME_REGIONS = [
  "functions/src/platform/deployment.ts",
  "contract/src/health.ts",
  "tests/bench/cost.ts",
];
const REGION =
  /\b(us|northamerica|southamerica|europe|asia|australia|africa|me)-(central|north|south|east|west|northeast|southeast|southwest)\d\b/;

it("no code and no configuration but the default's names a region", () => {
  const patterns = [
    "functions/src",
    "contract/src",
    "scripts",
    "ops",
    "local",
    "demo-data",
    "simulator",
    "chat-client/src",
    "widget",
    "console",
    ":(glob)*.json",
    "firestore.rules",
  ];
  const files = execFileSync("git", ["ls-files", ...patterns], { cwd: root, encoding: "utf8" })
    .split("\n")
    .filter((file) => /\.(ts|tsx|mjs|json|rules)$/.test(file) && !/\.test\.tsx?$|package-lock/.test(file));
  expect(files.length).toBeGreaterThan(100);
  const found = files.filter(
    (file) => !MAY_NAME_REGIONS.includes(file) && REGION.test(readFileSync(join(root, file), "utf8")),
  );
  expect(found).toEqual([]);
  expect(DEFAULT_REGION).toMatch(REGION);
});

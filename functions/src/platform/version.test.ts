import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { VERSION } from "./version.ts";

const root = join(import.meta.dirname, "..", "..", "..");

it("is the version of the repository and of what is uploaded", () => {
  for (const folder of [".", "functions"]) {
    const manifest = readFileSync(join(root, folder, "package.json"), "utf8");
    expect(JSON.parse(manifest)).toMatchObject({ version: VERSION });
  }
});

it("has an entry in the change log", () => {
  expect(readFileSync(join(root, "CHANGELOG.md"), "utf8")).toMatch(new RegExp(`^## ${VERSION}\\b`, "m"));
});

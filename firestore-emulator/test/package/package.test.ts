import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** The package as it is published, used as others use it: in a folder of theirs, by its name. */

const run = promisify(execFile);
const HERE = join(import.meta.dirname, "..", "..");
const ROOT = join(HERE, "..");
const SLOW = { timeout: 120_000 };

let consumer: string;
let dist: string;

beforeAll(async () => {
  // Inside the repository, so that other packages are found further up.
  await mkdir(join(ROOT, ".artifacts"), { recursive: true });
  consumer = await mkdtemp(join(ROOT, ".artifacts", "package-"));
  dist = join(consumer, "node_modules", "firestore-emulator");
  await run("npx", ["tsx", "build.ts", dist], { cwd: HERE });
  await cp(join(HERE, "examples"), consumer, { recursive: true });
}, SLOW.timeout);

afterAll(() => rm(consumer, { recursive: true, force: true }));

/** Runs a program in the consumer's folder, without what this Vitest tells its own workers. */
async function runIn(folder: string, program: string, args: readonly string[]) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST")));
  const { FORCE_COLOR: _, ...plain } = env;
  const options = { cwd: join(consumer, folder), env: { ...plain, NO_COLOR: "1" } };
  const { stdout, stderr } = await run(program, args, options);
  return stdout + stderr;
}

const START =
  "startEmulator().then(async (emulator) => { console.log(typeof emulator.port); await emulator.stop(); })";

describe("the published package", () => {
  it("is imported", SLOW, async () => {
    const script = `import { startEmulator } from "firestore-emulator"; await ${START};`;
    expect(await runIn(".", process.execPath, ["--input-type=module", "-e", script])).toBe("number\n");
  });

  it("is required", SLOW, async () => {
    const script = `const { startEmulator } = require("firestore-emulator"); ${START};`;
    expect(await runIn(".", process.execPath, ["-e", script])).toBe("number\n");
  });

  it("runs as a program", SLOW, async () => {
    const { version } = JSON.parse(readFileSync(join(dist, "package.json"), "utf8")) as { version: string };
    expect(await runIn(".", process.execPath, [join(dist, "program.js"), "--version"])).toBe(`${version}\n`);
  });

  it.each(["types", "types-cjs"])("declares its types (%s) by itself and its dependencies", (folder) => {
    const { dependencies } = JSON.parse(readFileSync(join(dist, "package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    const foreign = packagesOf(join(dist, folder, "index.d.ts"));
    expect(foreign.filter((name) => !name.startsWith("node:") && !(name in dependencies))).toEqual([]);
  });
});

describe("the recipes", () => {
  it("for Vitest", SLOW, async () => {
    expect(await runIn("vitest", "npx", ["vitest", "run", "--root", "."])).toMatch(/Tests\D+8 passed/);
  });

  it("for Jest", SLOW, async () => {
    expect(await runIn("jest", "npx", ["jest", "--rootDir", "."])).toMatch(/Tests:\s+6 passed, 6 total/);
  });

  it("are in the README as they were run", () => {
    const readme = readFileSync(join(HERE, "README.md"), "utf8");
    const shown = ["vitest/vitest.config.ts", "vitest/start-firestore.ts", "vitest/firestore.ts"];
    const shownOfJest = ["jest/jest.config.cjs", "jest/start-firestore.cjs", "jest/stop-firestore.cjs"];
    for (const file of [...shown, ...shownOfJest]) {
      expect(readme).toContain(readFileSync(join(HERE, "examples", file), "utf8").trim());
    }
  });
});

/** What a declaration file and those that it imports ask of other packages. */
function packagesOf(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const imports = readFileSync(file, "utf8").matchAll(/(?:from |import\()"([^"]+)"/g);
  return [...imports].flatMap(([, target = ""]) =>
    target.startsWith(".")
      ? packagesOf(join(dirname(file), target.replace(/\.js$/, ".d.ts")), seen)
      : [target],
  );
}

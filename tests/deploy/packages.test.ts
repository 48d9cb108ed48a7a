import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const run = promisify(execFile);
const root = join(import.meta.dirname, "..", "..");
const bin = (name: string) => join(root, "node_modules", ".bin", name);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "livechat-packages-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** What `npm pack` makes of a package, which builds it. */
async function pack(name: string): Promise<string> {
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder], {
    cwd: join(root, name),
  });
  const [packed] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
  return join(folder, packed?.filename ?? "");
}

describe.each(["embed", "embed-react", "embed-vue"])("what is published of %s/", (name) => {
  it("is what Node, bundlers and TypeScript expect: publint and are-the-types-wrong find nothing", async () => {
    const packed = await pack(name);
    const linted = await run(bin("publint"), [packed, "--strict"]);
    expect(linted.stdout).toContain("All good!");
    const { stdout } = await run(bin("attw"), [packed, "--no-emoji", "--no-color"]);
    expect(stdout).toContain("No problems found");
  });

  it("can be imported and required on a server", async () => {
    await pack(name);
    const { name: published }: { name: string } = JSON.parse(
      await readFile(join(root, name, "package.json"), "utf8"),
    );
    const script = `
      const { createRequire } = await import("node:module");
      const names = Object.keys(await import(${JSON.stringify(published)}));
      const required = Object.keys(createRequire(${JSON.stringify(join(root, "package.json"))})(${JSON.stringify(published)}));
      console.log(JSON.stringify([names.sort(), required.filter((one) => one !== "__esModule").sort()]));`;
    const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script], { cwd: root });
    const [imported, required] = JSON.parse(stdout) as string[][];
    expect(imported?.length).toBeGreaterThan(0);
    expect(required).toEqual(imported);
  });
});

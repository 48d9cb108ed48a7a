/** `npm run check:types`: type checks the root and every workspace, a few at a time; the second time, what has changed. */
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = join(import.meta.dirname, "..");
const AT_ONCE = 2;

async function check(folder: string): Promise<string> {
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  try {
    const known = join(root, ".artifacts", "types", `${folder === "." ? "root" : folder}.tsbuildinfo`);
    const options = ["--noEmit", "--incremental", "--tsBuildInfoFile", known];
    await run(process.execPath, [tsc, ...options, "-p", folder], { cwd: root });
    return "";
  } catch (error) {
    return (error as { stdout?: string }).stdout || String(error);
  }
}

async function main(): Promise<void> {
  const { workspaces }: { workspaces: string[] } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  const queue = [".", ...workspaces].filter((folder) => existsSync(join(root, folder, "tsconfig.json")));
  const checkNext = async (): Promise<void> => {
    for (let folder = queue.shift(); folder !== undefined; folder = queue.shift()) {
      const problems = await check(folder);
      if (problems === "") continue;
      console.error(`${folder}\n${problems}`);
      process.exitCode = 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, checkNext));
}

await main();

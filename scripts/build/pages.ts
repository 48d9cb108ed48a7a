import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { startGuarded } from "../processes/guarded.ts";

const root = join(import.meta.dirname, "..", "..");
const OWN_PAGES = ["index.html", "404.html"];
const PAGE_PACKAGES = ["widget", "console"];

/**
 * Builds the web pages into dist/hosting, which Hosting serves: the widget's script and demo page at its top, the
 * console in dist/hosting/console. Each package's own `build` script decides how. Aborting `signal` ends the builds.
 */
export async function buildPages(signal?: AbortSignal): Promise<void> {
  const hosting = join(root, "dist", "hosting");
  await rm(hosting, { recursive: true, force: true });
  await mkdir(hosting, { recursive: true });
  for (const page of OWN_PAGES) await copyFile(join(import.meta.dirname, page), join(hosting, page));
  await buildReference(join(hosting, "docs"));
  for (const name of PAGE_PACKAGES) if (await hasBuildScript(name)) await runBuildScript(name, signal);
}

/** The API reference: a page that draws what /v1/openapi.json says. */
async function buildReference(folder: string): Promise<void> {
  await mkdir(folder);
  await copyFile(join(import.meta.dirname, "reference", "index.html"), join(folder, "index.html"));
  const script = join(root, "node_modules", "redoc", "bundles", "redoc.standalone.js");
  await copyFile(script, join(folder, "redoc.js"));
}

async function hasBuildScript(name: string): Promise<boolean> {
  const file = join(root, name, "package.json");
  if (!existsSync(file)) return false;
  const manifest: { scripts?: { build?: string } } = JSON.parse(await readFile(file, "utf8"));
  return manifest.scripts?.build !== undefined;
}

function runBuildScript(name: string, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    // The pages are built as they are deployed, whatever environment asks for them: a test runner sets another one.
    const environment = { NODE_ENV: "production" };
    const command = ["npm", "run", "--silent", "build"];
    const child = startGuarded({ command, cwd: join(root, name), environment });
    const giveUp = (): void => {
      child.stdin.end();
      reject(signal?.reason);
    };
    if (signal?.aborted) return giveUp();
    signal?.addEventListener("abort", giveUp, { once: true });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      signal?.removeEventListener("abort", giveUp);
      if (code === 0) resolve();
      else reject(new Error(`The build of ${name} failed:\n${output}`));
    });
  });
}

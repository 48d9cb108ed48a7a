import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { npmIsGone } from "../../scripts/processes/npm.mjs";
import { oneAtATime } from "../../scripts/processes/one-at-a-time.mjs";

const root = join(import.meta.dirname, "..", "..");
const GUARD = join(root, "scripts", "processes", "guard.mjs");
const PROGRESS_SECONDS = 5;

/**
 * Runs `npm ci` when node_modules is missing, unfinished or not what package-lock.json says. Without install scripts:
 * none of the packages needs one, and the optional re2 of the Firebase CLI would be compiled for a minute.
 */
export async function installWhatIsMissing() {
  requireWritable();
  if (isInstalled()) return;
  const waiting = () => console.log("Another process installs the dependencies here; waiting for it.");
  await oneAtATime(join(root, ".dev", "installing"), install, waiting);
}

function requireWritable() {
  try {
    accessSync(root, constants.W_OK);
  } catch {
    throw new Error(
      `${root} cannot be written to: copy the project to a folder of your own and run the command there.`,
    );
  }
}

async function install() {
  if (isInstalled()) return;
  console.log("Installing dependencies with npm ci. The first time takes a minute or two.");
  const started = Date.now();
  const progress = setInterval(() => {
    if (npmIsGone()) process.exit(1); // The guard ends the installation.
    console.log(`  still installing, ${Math.round((Date.now() - started) / 1000)} s`);
  }, PROGRESS_SECONDS * 1000);
  try {
    await runNpm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
  } finally {
    clearInterval(progress);
  }
  console.log(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/** npm writes node_modules/.package-lock.json last, so it names exactly what a finished install put there. */
function isInstalled() {
  const installedFile = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installedFile)) return false;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const installed = JSON.parse(readFileSync(installedFile, "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      !path.startsWith("node_modules/") || optional || installed[path]?.version === version,
  );
}

function runNpm(args) {
  const failed = (why) =>
    new Error(
      `The installation failed (npm ${args[0]}: ${why}): check that the npm registry can be reached and that the disk has room, then run the command again.`,
    );
  const npm = process.env.npm_execpath;
  const [command, first] = npm?.endsWith(".js") ? [process.execPath, [npm]] : ["npm", []];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [GUARD, command, ...first, ...args], {
      cwd: root,
      detached: true,
      stdio: ["pipe", "inherit", "inherit"],
    });
    child.on("error", (error) => reject(failed(error.message)));
    child.on("close", (code, signal) =>
      code === 0 ? resolve() : reject(failed(signal ?? `exit code ${code}`)),
    );
  });
}

import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { writeConfigFor } from "./firebase-config.ts";
import type { Project } from "./project.ts";

const require = createRequire(import.meta.url);
const LINES_SHOWN_ON_FAILURE = 15;

/** Of this process's environment: what would send the CLI to an emulator instead of the project. */
const EMULATORS = ["FIRESTORE_EMULATOR_HOST", "FIREBASE_AUTH_EMULATOR_HOST", "CLOUD_TASKS_EMULATOR_HOST"];

function environmentOf({ environment }: Project): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => !EMULATORS.includes(name));
  return { ...Object.fromEntries(kept), NO_UPDATE_NOTIFIER: "1", NO_COLOR: "1" };
}

/**
 * `--force` answers what the CLI would ask about functions: images are deleted after a day, and so are functions that
 * this checkout no longer has. With Firestore it would delete indexes that the release before still queries.
 */
function forceOf(parts: string): string[] {
  return parts.includes("firestore") ? [] : ["--force"];
}

/**
 * Deploys parts of this checkout with the Firebase CLI, without a question: `firestore`, or `functions` and `hosting`.
 * @throws with the CLI's last lines
 */
export async function deploy(project: Project, parts: string): Promise<void> {
  const location = (await project.database())?.locationId ?? project.region;
  const { databaseId } = project.settings;
  const place = { region: project.region, databaseId, databaseLocation: location };
  const config = await writeConfigFor(project.root, project.id, place);
  const options = [
    "--project",
    project.id,
    "--config",
    config,
    "--only",
    parts,
    "--non-interactive",
    ...forceOf(parts),
  ];
  const cli = require.resolve("firebase-tools/lib/bin/firebase.js");
  const child = spawn(process.execPath, [cli, "deploy", ...options], {
    cwd: project.root,
    env: environmentOf(project),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      if (line.trim() === "") return;
      lines.push(line);
      project.progress(line);
    });
  }
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code === 0) return;
  throw new Error(
    `firebase deploy --only ${parts} failed:\n${lines.slice(-LINES_SHOWN_ON_FAILURE).join("\n")}`,
  );
}

/**
 * What the Firebase CLI runs before it uploads functions (firebase.json, predeploy): refuses variables with which
 * the functions would not start, before anything is changed. The project comes from the CLI, in GCLOUD_PROJECT.
 */
import { randomBytes } from "node:crypto";
import { parseConfig } from "../functions/src/platform/config.ts";
import { Settings } from "./project/settings.ts";
import { runCommand } from "./terminal/run-command.ts";

async function main(): Promise<void> {
  const projectId = process.env.GCLOUD_PROJECT ?? "";
  if (projectId === "")
    throw new Error("GCLOUD_PROJECT names no project: this runs as part of firebase deploy.");
  const settings = await Settings.read(process.cwd(), projectId);
  // The secret itself is in Secret Manager, and doctor looks at it.
  const secret = randomBytes(32).toString("hex");
  parseConfig({ ...settings.values, GCLOUD_PROJECT: projectId, JWT_SECRET: secret });
}

runCommand(main);

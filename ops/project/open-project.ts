import { setTimeout as sleep } from "node:timers/promises";
import { findCredential, NOT_SIGNED_IN } from "../google/credential.ts";
import { createGoogleApi } from "../google/google-api.ts";
import { Project, type Wishes } from "./project.ts";
import { Settings } from "./settings.ts";

/** Google's rule for project ids. */
const PROJECT_ID = /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/;

export const NO_WISHES: Wishes = {
  site: null,
  databaseLocation: null,
  admin: null,
  alertsTo: null,
  budget: 20,
  identityPlatform: false,
};

export interface Opening {
  readonly projectId: string | undefined;
  readonly wishes?: Wishes;
  readonly progress?: (line: string) => void;
}

/** The project that is asked for, as whoever is signed in. @throws a sentence that says what to do */
export async function openProject({ projectId, wishes, progress }: Opening): Promise<Project> {
  if (projectId === undefined) throw new Error("Say which project: --project <id>.");
  if (!PROJECT_ID.test(projectId)) throw new Error(`"${projectId}" is no id of a project.`);
  if (projectId.startsWith("demo-")) throw new Error("A demo- project is on this machine alone: npm start.");
  const environment = process.env;
  const client = await findCredential(environment);
  if (client === null) throw new Error(`Nobody is signed in. Run this first: ${NOT_SIGNED_IN}`);
  const root = process.cwd();
  return new Project({
    id: projectId,
    root,
    google: createGoogleApi({ client, projectId, environment, wait: (millis) => sleep(millis) }),
    settings: await Settings.read(root, projectId),
    wishes: wishes ?? NO_WISHES,
    environment,
    progress: progress ?? (() => {}),
  });
}

import { randomBytes } from "node:crypto";
import { parseConfig } from "../../functions/src/platform/config.ts";
import { type Context, createContext } from "../../functions/src/platform/context.ts";
import { silentLog } from "../../functions/src/platform/log.ts";
import { findCredential, NOT_SIGNED_IN } from "../google/credential.ts";
import { Settings } from "./settings.ts";
import type { Target } from "./target.ts";

/** Lets Google's library find who is signed in. @throws a sentence that says what to do */
async function signIn(projectId: string): Promise<void> {
  if ((await findCredential(process.env)) === null) {
    throw new Error(`Nobody is signed in. Run this first: ${NOT_SIGNED_IN}`);
  }
  process.env.GOOGLE_CLOUD_QUOTA_PROJECT ??= projectId;
}

/** The backend's context for a command line: of a project, or of the emulator. Its `db` is to be ended. */
export async function contextOfTarget({ projectId, emulator }: Target): Promise<Context> {
  if (emulator) {
    process.env.FIRESTORE_EMULATOR_HOST = emulator;
    // No credentials are needed, so none are looked for.
    process.env.METADATA_SERVER_DETECTION = "none";
  } else await signIn(projectId);
  const config = parseConfig({
    LIVECHAT_DATABASE: (await Settings.read(process.cwd(), projectId)).databaseId,
    GCLOUD_PROJECT: projectId,
    // No token is made here, and no page is told a key.
    JWT_SECRET: randomBytes(32).toString("hex"),
    WEB_API_KEY: "unused",
    ...(emulator && { FIRESTORE_EMULATOR_HOST: emulator }),
    ...(process.env.BCRYPT_COST && { BCRYPT_COST: process.env.BCRYPT_COST }),
  });
  return createContext(config, silentLog);
}

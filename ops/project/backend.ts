import { randomBytes } from "node:crypto";
import { Firestore } from "firebase-admin/firestore";
import { parseConfig } from "../../functions/src/platform/config.ts";
import { type Context, createContext } from "../../functions/src/platform/context.ts";
import { silentLog } from "../../functions/src/platform/log.ts";
import { ApiError } from "../google/api-error.ts";
import type { Project } from "./project.ts";

/** gRPC's codes that say what HTTP's do. Source: https://cloud.google.com/apis/design/errors */
const HTTP_STATUS: Readonly<Record<number, number>> = { 5: 404, 7: 403, 16: 401 };

/** Firestore's refusal as the other APIs' refusals; anything else as it is. */
function refusalOf(error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "number") return error;
  return new ApiError(HTTP_STATUS[error.code] ?? 503, error.message);
}

/** Runs commands of the backend on the project's database, with the rights of whoever runs this. @throws ApiError */
export async function withBackend<T>(project: Project, work: (ctx: Context) => Promise<T>): Promise<T> {
  const { environment, id, settings } = project;
  // Google's library asks as this person: the project is who pays.
  process.env.GOOGLE_CLOUD_QUOTA_PROJECT ??= id;
  const emulator = environment.FIRESTORE_EMULATOR_HOST;
  const config = parseConfig({
    ...settings.values,
    GCLOUD_PROJECT: id,
    // No token is made here, and no page is told a key.
    JWT_SECRET: randomBytes(32).toString("hex"),
    WEB_API_KEY: "unused",
    ...(emulator && { FIRESTORE_EMULATOR_HOST: emulator }),
  });
  // A client of its own: a shared one could not be used again after it has been closed.
  const db = new Firestore({ projectId: id, databaseId: config.databaseId });
  try {
    return await work({ ...createContext(config, silentLog), db });
  } catch (error) {
    throw refusalOf(error);
  } finally {
    await db.terminate();
  }
}

import { endpoints } from "@livechat/contract";
import { ApiClient } from "../../local/api-client.ts";
import { routes } from "../src/http/routes.ts";
import { parseConfig } from "../src/platform/config.ts";
import { type Context, createContext } from "../src/platform/context.ts";
import { silentLog } from "../src/platform/log.ts";
import { createApp } from "../src/server/app.ts";
import { createGroup } from "../src/team/create-group.ts";
import { PROJECT_ID } from "./project.ts";

/** The API in this process, and a visitor who may send files. */
export interface Setting {
  ctx: Context;
  api: ApiClient;
  /** The local store: its address, and what opens its JSON API. */
  store: { url: string; token: string };
  /** The visitor's. */
  token: string;
  conversationId: string;
}

/** @param storage what the storage process says of itself. */
export async function prepare(firestore: string, storage: string): Promise<Setting> {
  process.env.FIRESTORE_EMULATOR_HOST = firestore;
  process.env.FIREBASE_AUTH_EMULATOR_HOST = "127.0.0.1:9099";
  process.env.METADATA_SERVER_DETECTION = "none";
  const { url, token, key } = JSON.parse(storage) as { url: string; token: string; key: string };
  const config = parseConfig({
    GCLOUD_PROJECT: PROJECT_ID,
    FUNCTIONS_EMULATOR: "true",
    FIRESTORE_EMULATOR_HOST: firestore,
    JWT_SECRET: "a-secret-for-benchmarks-of-32-characters",
    STORAGE_BUCKET: PROJECT_ID,
    STORAGE_EMULATOR_URL: url,
    STORAGE_EMULATOR_TOKEN: token,
    STORAGE_EMULATOR_KEY: key,
  });
  const ctx = { ...createContext(config, silentLog), tasks: { enqueue: async () => {} } };
  const files = { visitors: "on", maxBytes: 100 * 1024 * 1024, maxPerHour: 1_000 } as const;
  await createGroup({ name: "Sales", files }, ctx);
  const app = createApp(routes, ctx);
  const api = new ApiClient("http://backend.invalid", (request) => app.fetch(request));
  const session = (await api.call(endpoints.startSession, { body: { message: "Hello" } })).body;
  return {
    ctx,
    api,
    store: { url, token },
    token: session.sessionToken,
    conversationId: session.conversationId ?? "",
  };
}

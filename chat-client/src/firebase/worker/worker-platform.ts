import type { Platform } from "../../platform/platform.ts";
import { browserPlatform } from "../browser-platform.ts";
import { openInWorker } from "./open-in-worker.ts";

/**
 * For a page that lists hundreds of conversations, on its own origin: as `browserPlatform`, with the database in a worker.
 * Where there can be none, the database is in the page.
 */
export function workerPlatform(): Platform {
  const platform = browserPlatform();
  return {
    ...platform,
    openDatabase: async (access) => (await openInWorker(access, platform)) ?? platform.openDatabase(access),
  };
}

import type { FirebaseAccess } from "@livechat/contract";
import type { LiveDatabase } from "../../platform/live-database.ts";
import type { Platform } from "../../platform/platform.ts";
import type { ToPage } from "./messages.ts";
import { WorkerDatabase } from "./worker-database.ts";

/** The database in a worker of its own, not signed in yet; null where the browser makes no such worker, or it does not load. */
export async function openInWorker(
  access: FirebaseAccess,
  platform: Pick<Platform, "clock" | "network" | "visibility">,
): Promise<LiveDatabase | null> {
  const worker = await startWorker();
  return worker && new WorkerDatabase(access, { line: worker, platform, end: () => worker.terminate() });
}

async function startWorker(): Promise<Worker | null> {
  const worker = makeWorker();
  if (!worker) return null;
  const isReady = await new Promise<boolean>((resolve) => {
    worker.addEventListener("error", () => resolve(false), { once: true });
    // Its first word is that it is ready.
    worker.addEventListener("message", (_: MessageEvent<ToPage>) => resolve(true), { once: true });
  });
  if (!isReady) worker.terminate();
  return isReady ? worker : null;
}

function makeWorker(): Worker | null {
  try {
    return new Worker(new URL("./database-worker.ts", import.meta.url), {
      type: "module",
      name: "livechat-database",
    });
  } catch {
    // No workers, or none allowed: the page can do it, if slower.
    return null;
  }
}

import type { FirebaseAccess } from "@livechat/contract";
import type { LiveDatabase } from "../../platform/live-database.ts";
import type { Platform } from "../../platform/platform.ts";
import { WorkerDatabase } from "./worker-database.ts";

/** One for all databases of the page, one after the other: a deployment may have taken the script of an open page away. */
let kept: Promise<Worker | null> | null = null;

/** The database in the page's worker, not signed in yet; null where the browser makes no worker, or it does not load. */
export async function openInWorker(
  access: FirebaseAccess,
  platform: Pick<Platform, "clock" | "network" | "visibility">,
): Promise<LiveDatabase | null> {
  const starting = kept ?? startWorker();
  kept = starting;
  const forget = () => {
    if (kept === starting) kept = null;
  };
  const worker = await starting;
  if (!worker) {
    forget();
    return null;
  }
  const { port1: line, port2: workersEnd } = new MessageChannel();
  worker.postMessage(null, [workersEnd]);
  const end = (isInOrder: boolean) => {
    line.close();
    if (isInOrder) return;
    worker.terminate();
    forget();
  };
  const db = new WorkerDatabase(access, { line, platform, end });
  line.start();
  return db;
}

async function startWorker(): Promise<Worker | null> {
  const worker = makeWorker();
  if (!worker) return null;
  const isReady = await new Promise<boolean>((resolve) => {
    worker.addEventListener("error", () => resolve(false), { once: true });
    // The one thing that it says itself is that it is ready.
    worker.addEventListener("message", () => resolve(true), { once: true });
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

import type { Request } from "firebase-functions/v2/tasks";
import { z } from "zod";
import { migrate, noteNewDatabase } from "../migrations/migrate.ts";
import { processContext } from "../platform/process-context.ts";

/** `new`: functions are deployed here for the first time, perhaps beside data of an earlier deployment. */
export const migrateTask = z.strictObject({ new: z.boolean().optional() });

/** Below the function's own time limit, so that the progress is noted before that. */
const RUN_SECONDS = 240;

/**
 * Brings the stored data to this version: what the Firebase CLI calls after a deployment, the sweep when it stopped,
 * and this function itself when its time is over. While only waiting is left, the sweep goes on.
 */
export async function handleMigrate(request: Request): Promise<void> {
  const ctx = processContext();
  const task = migrateTask.safeParse(request.data ?? {});
  if (!task.success) return ctx.log.error("Not a migration task.", { data: request.data });
  if (task.data.new) await noteNewDatabase(ctx);
  const until = new Date(ctx.now().getTime() + RUN_SECONDS * 1000);
  const { isDone, notBefore } = await migrate({ until }, ctx);
  if (!isDone && notBefore === null) await ctx.tasks.enqueue({ queue: "migrate", data: {} });
}

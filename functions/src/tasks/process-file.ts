import type { Request } from "firebase-functions/v2/tasks";
import { fileTask, processFile } from "../features/files/process-file.ts";
import { processContext } from "../platform/process-context.ts";

/** Looks at a finished file. Data of another shape cannot get better by a retry and is logged. */
export async function handleProcessFile(request: Request): Promise<void> {
  const ctx = processContext();
  const task = fileTask.safeParse(request.data);
  if (!task.success) return ctx.log.error("Not a file's task.", { data: request.data });
  await processFile(task.data, ctx);
}

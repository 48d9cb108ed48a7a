import type { Request } from "firebase-functions/v2/tasks";
import { checkDeadline, deadlineTask } from "../maintenance/check-deadline.ts";
import { processContext } from "../platform/process-context.ts";

/** Looks at a deadline of the queue. Data of another shape cannot get better by a retry and is logged. */
export async function handleCheckDeadline(request: Request): Promise<void> {
  const ctx = processContext();
  const task = deadlineTask.safeParse(request.data);
  if (!task.success) return ctx.log.error("Not a deadline task.", { data: request.data });
  await checkDeadline(task.data, ctx);
}

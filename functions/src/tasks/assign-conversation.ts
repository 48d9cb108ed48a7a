import type { Request } from "firebase-functions/v2/tasks";
import { processContext } from "../platform/process-context.ts";
import { assignmentTask, runAssignmentTask } from "../routing/run-task.ts";

/** Runs an assignment task of the queue. Data of another shape cannot get better by a retry and is logged. */
export async function handleAssignConversation(request: Request): Promise<void> {
  const ctx = processContext();
  const task = assignmentTask.safeParse(request.data);
  if (!task.success) return ctx.log.error("Not an assignment task.", { data: request.data });
  const isLast = request.retryCount + 1 >= ctx.config.assignMaxAttempts;
  // Whoever calls the function past the queue, by hand or in a test, sends no name.
  const taskId = request.id || ctx.newId();
  await runAssignmentTask(task.data, { taskId, isLast }, ctx);
}

import type { Request } from "firebase-functions/v2/tasks";
import { pushNotification, pushTask } from "../features/push/push-notification.ts";
import { checkDeadline, deadlineTask } from "../maintenance/check-deadline.ts";
import { processContext } from "../platform/process-context.ts";

/** Looks at a deadline of the queue. Data of another shape cannot get better by a retry and is logged. */
export async function handleCheckDeadline(request: Request): Promise<void> {
  const ctx = processContext();
  const push = pushTask.safeParse(request.data);
  if (push.success) return pushNotification(push.data, ctx);
  const task = deadlineTask.safeParse(request.data);
  if (!task.success) return ctx.log.error("Not a deadline task.", { data: request.data });
  await checkDeadline(task.data, ctx);
}

import { givePositions } from "../src/features/feed/give-positions.ts";
import { deliver as deliverTo, deliveryTask } from "../src/features/webhooks/deliver.ts";
import { checkDeadline, deadlineTask } from "../src/maintenance/check-deadline.ts";
import type { Context } from "../src/platform/context.ts";
import type { Task } from "../src/platform/task-queue.ts";
import { assignmentTask, runAssignmentTask } from "../src/routing/run-task.ts";
import type { Backend } from "./harness.ts";

const ids = new WeakMap<Task, string>();
let tasksSeen = 0;

/** One task has one name, however often it is delivered; two tasks about the same have two. */
function nameOf(task: Task): string {
  const name = ids.get(task) ?? `task-${++tasksSeen}`;
  ids.set(task, name);
  return name;
}

/** Does what the task functions do with one delivery. */
export async function deliver(task: Task, ctx: Context): Promise<void> {
  const attempt = { taskId: nameOf(task), isLast: false };
  if (task.queue === "assignConversation")
    await runAssignmentTask(assignmentTask.parse(task.data), attempt, ctx);
  else if (task.queue === "tellWebhooks") await givePositions(ctx);
  else if (task.queue === "deliverWebhook" || task.queue === "retryWebhook")
    await deliverTo(deliveryTask.parse(task.data).deliveryId, { isSlow: task.queue === "retryWebhook" }, ctx);
  else await checkDeadline(deadlineTask.parse(task.data), ctx);
}

/** Delivers every task that is due, and those that follow, until none is left. Later ones stay in the queue. */
export async function deliverAll({
  ctx,
  tasks,
  clock,
}: Pick<Backend, "ctx" | "tasks" | "clock">): Promise<void> {
  const isDue = ({ notBefore }: Task) => notBefore === undefined || notBefore <= clock.now();
  for (;;) {
    const taken = tasks.take();
    tasks.held.push(...taken.filter((task) => !isDue(task)));
    const due = taken.filter(isDue);
    if (due.length === 0) return;
    for (const task of due) await deliver(task, ctx);
  }
}

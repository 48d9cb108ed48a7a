import type { Context } from "./context.ts";
import type { Task } from "./task-queue.ts";

/**
 * Hands a task to the queue after a commit. When that fails, the commit stands and the caller goes on: what is to be done
 * is in the database, where the sweep finds it within its period.
 */
export async function enqueueLater(task: Task, ctx: Context): Promise<void> {
  try {
    await ctx.tasks.enqueue(task);
  } catch (error) {
    ctx.log.error("A task could not be enqueued; the sweep makes up for it.", { task, error });
  }
}

import { z } from "zod";
import { nextOpeningOf } from "../availability/group-hours.ts";
import type { Context } from "../platform/context.ts";
import { enqueueOpeningLater } from "../queue/enqueue.ts";
import { addToBoardLater, refreshBoardOnce } from "../queue/summary.ts";
import { agents } from "../store/agents.ts";
import { type Drained, drainQueue } from "./drain-queue.ts";
import { noteFailure, noteWaiting } from "./note-waiting.ts";

/**
 * What an assignment task is about: a conversation that began to wait, an agent or a group that can take more, or the
 * board of a queue as it was written at that time.
 */
export const assignmentTask = z.union([
  z.strictObject({ conversationId: z.string(), groupId: z.string() }),
  z.strictObject({ agentId: z.string() }),
  z.strictObject({ groupId: z.string() }),
  z.strictObject({ groupId: z.string(), boardOf: z.iso.datetime() }),
]);
export type AssignmentTask = z.infer<typeof assignmentTask>;

/** One delivery of a task. */
export interface Attempt {
  /** The same for all deliveries of one task, and for no other: a retry takes over what its dead first attempt held. */
  readonly taskId: string;
  readonly isLast: boolean;
}

interface Waiter {
  readonly conversationId: string;
  readonly groupId: string;
}

/** Drains a group's queue; who then waits is looked at again when the group opens for the next time. */
async function drainOrWait(groupId: string, taskId: string, ctx: Context): Promise<Drained["outcome"]> {
  const { outcome } = await drainQueue(groupId, taskId, ctx);
  if (outcome !== "waiting") return outcome;
  const opensAt = await nextOpeningOf(groupId, ctx);
  if (opensAt) await enqueueOpeningLater(groupId, opensAt, ctx);
  return outcome;
}

async function assignFor({ conversationId, groupId }: Waiter, { taskId }: Attempt, ctx: Context) {
  const outcome = await drainOrWait(groupId, taskId, ctx);
  if (outcome === "waiting" && (await noteWaiting(conversationId, ctx))) await addToBoardLater(groupId, ctx);
}

async function drainGroupsOf(agentId: string, { taskId }: Attempt, ctx: Context): Promise<void> {
  const agent = await agents.get(ctx.db, agentId);
  for (const groupId of agent?.groupIds ?? []) await drainQueue(groupId, taskId, ctx);
}

/**
 * Runs an assignment task. It drains the queues that the task is about from their heads, whatever the task names:
 * a late, repeated or reordered task assigns what should come next, or nothing.
 * @throws whatever the database throws, after noting it on the conversation's job: the queue then tries again.
 */
export async function runAssignment(task: AssignmentTask, attempt: Attempt, ctx: Context): Promise<void> {
  if ("agentId" in task) return drainGroupsOf(task.agentId, attempt, ctx);
  if ("boardOf" in task) return refreshBoardOnce(task, ctx);
  if (!("conversationId" in task)) {
    await drainOrWait(task.groupId, attempt.taskId, ctx);
    return;
  }
  try {
    await assignFor(task, attempt, ctx);
  } catch (error) {
    const failure = { error, isLastAttempt: attempt.isLast };
    await noteFailure(task.conversationId, failure, ctx).catch((second: unknown) =>
      ctx.log.error("A failed attempt could not be noted.", { task, error: second }),
    );
    throw error;
  }
}

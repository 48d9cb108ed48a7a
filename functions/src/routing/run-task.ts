import { z } from "zod";
import { nextOpeningOf } from "../availability/group-hours.ts";
import type { Context } from "../platform/context.ts";
import { enqueueOpeningLater } from "../queue/enqueue.ts";
import { addToSummaryLater, refreshSummaryOnce } from "../queue/summary.ts";
import { agents } from "../store/agents.ts";
import { drain } from "./drain.ts";
import { markFailed, markWaiting } from "./job.ts";

/** `boardOf`: what release 0.1.0 called it; its tasks may still be in the queue. */
const formerSummaryTask = z
  .strictObject({ groupId: z.string(), boardOf: z.iso.datetime() })
  .transform(({ groupId, boardOf }) => ({ groupId, summaryOf: boardOf }));

/**
 * What an assignment task is about: a conversation that began to wait, an agent or a group that can take more, or the
 * summary of a queue as it was written at that time.
 */
export const assignmentTask = z.union([
  z.strictObject({ conversationId: z.string(), groupId: z.string() }),
  z.strictObject({ agentId: z.string() }),
  z.strictObject({ groupId: z.string() }),
  z.strictObject({ groupId: z.string(), summaryOf: z.iso.datetime() }),
  formerSummaryTask,
]);
export type AssignmentTask = z.output<typeof assignmentTask>;

/** One delivery of a task. */
export interface Attempt {
  /** The same for all deliveries of one task, and for no other: a retry takes over what its dead first attempt held. */
  readonly taskId: string;
  readonly isLast: boolean;
}

interface NewlyWaiting {
  readonly conversationId: string;
  readonly groupId: string;
}

/** What still waits is routed when the group opens for the next time. */
async function waitForOpening(groupId: string, ctx: Context): Promise<void> {
  const opensAt = await nextOpeningOf(groupId, ctx);
  if (opensAt) await enqueueOpeningLater(groupId, opensAt, ctx);
}

async function showWaiting({ conversationId, groupId }: NewlyWaiting, ctx: Context): Promise<void> {
  if (await markWaiting(conversationId, ctx)) await addToSummaryLater(groupId, ctx);
}

async function drainForConversation(newly: NewlyWaiting, { taskId }: Attempt, ctx: Context): Promise<void> {
  const { outcome } = await drain(newly.groupId, taskId, ctx);
  if (outcome !== "waiting") return;
  await Promise.all([showWaiting(newly, ctx), waitForOpening(newly.groupId, ctx)]);
}

async function drainGroupsOf(agentId: string, { taskId }: Attempt, ctx: Context): Promise<void> {
  const agent = await agents.get(ctx.db, agentId);
  for (const groupId of agent?.groupIds ?? []) await drain(groupId, taskId, ctx);
}

/**
 * Runs an assignment task. It drains the queues that the task is about from their heads, whatever the task names: a late,
 * repeated or reordered task assigns what should come next, or nothing.
 * @throws whatever the database throws, after writing it to the conversation's job: the task queue then tries again.
 */
export async function runAssignmentTask(task: AssignmentTask, attempt: Attempt, ctx: Context): Promise<void> {
  if ("agentId" in task) return drainGroupsOf(task.agentId, attempt, ctx);
  if ("summaryOf" in task) return refreshSummaryOnce(task, ctx);
  if (!("conversationId" in task)) {
    const { outcome } = await drain(task.groupId, attempt.taskId, ctx);
    return outcome === "waiting" ? waitForOpening(task.groupId, ctx) : undefined;
  }
  try {
    await drainForConversation(task, attempt, ctx);
  } catch (error) {
    const failure = { error, isLastAttempt: attempt.isLast };
    await markFailed(task.conversationId, failure, ctx).catch((second: unknown) =>
      ctx.log.error("A failed attempt could not be written to its job.", { task, error: second }),
    );
    throw error;
  }
}

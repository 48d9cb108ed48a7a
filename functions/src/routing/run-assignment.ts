import { z } from "zod";
import type { Context } from "../platform/context.ts";
import { agents } from "../store/agents.ts";
import { drainQueue } from "./drain-queue.ts";
import { noteFailure, noteWaiting } from "./note-waiting.ts";
import { addToBoardLater } from "./queue-board.ts";

/** What an assignment task is about: a conversation that began to wait, or an agent or a group that can take more. */
export const assignmentTask = z.union([
  z.strictObject({ conversationId: z.string(), groupId: z.string() }),
  z.strictObject({ agentId: z.string() }),
  z.strictObject({ groupId: z.string() }),
]);
export type AssignmentTask = z.infer<typeof assignmentTask>;

async function assignFor(
  { conversationId, groupId }: { conversationId: string; groupId: string },
  ctx: Context,
) {
  const { outcome } = await drainQueue(groupId, `conversation-${conversationId}`, ctx);
  if (outcome !== "waiting") return;
  await noteWaiting(conversationId, ctx);
  await addToBoardLater(groupId, ctx);
}

async function drainGroupsOf(agentId: string, ctx: Context): Promise<void> {
  const agent = await agents.get(ctx.db, agentId);
  for (const groupId of agent?.groupIds ?? []) await drainQueue(groupId, `agent-${agentId}`, ctx);
}

/**
 * Runs an assignment task. It drains the queues that the task is about from their heads, whatever the task names:
 * a late, repeated or reordered task assigns what should come next, or nothing.
 * @throws whatever the database throws, after noting it on the conversation's job: the queue then tries again.
 */
export async function runAssignment(
  task: AssignmentTask,
  isLastAttempt: boolean,
  ctx: Context,
): Promise<void> {
  if ("agentId" in task) return drainGroupsOf(task.agentId, ctx);
  if (!("conversationId" in task)) {
    await drainQueue(task.groupId, `group-${task.groupId}`, ctx);
    return;
  }
  try {
    await assignFor(task, ctx);
  } catch (error) {
    await noteFailure(task.conversationId, { error, isLastAttempt }, ctx).catch((second: unknown) =>
      ctx.log.error("A failed attempt could not be noted.", { task, error: second }),
    );
    throw error;
  }
}

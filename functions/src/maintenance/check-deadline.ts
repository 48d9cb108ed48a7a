import { z } from "zod";
import { afterClosing, closeIn } from "../conversation/close.ts";
import { takeFromOwner } from "../conversation/requeue.ts";
import type { Context } from "../platform/context.ts";
import { handOnOfGone } from "../presence/gone.ts";
import { noteLapse } from "../presence/note-lapse.ts";
import { type Deadline, enqueueDeadlineLater } from "../queue/enqueue.ts";
import { conversations, type StoredConversation } from "../store/conversations.ts";
import { presences } from "../store/presence.ts";
import { moveIfPaused } from "./paused-deadlines.ts";

const at = z.iso.datetime();
export const deadlineTask: z.ZodType<Deadline> = z.union([
  z.strictObject({ kind: z.enum(["answer", "inactivity"]), conversationId: z.string(), at }),
  z.strictObject({ kind: z.enum(["lease", "gone"]), agentId: z.string(), at }),
]);

function isDue(dueAt: string | null, ctx: Context): boolean {
  return dueAt !== null && dueAt <= ctx.now().toISOString();
}

/**
 * Hands the conversation to the next agent when its owner let the answer deadline pass.
 * @returns whether it was due.
 */
export async function handOnUnanswered(
  conversation: Pick<StoredConversation, "id" | "assignedAgentId">,
  ctx: Context,
): Promise<boolean> {
  const { id: conversationId, assignedAgentId: agentId } = conversation;
  if (agentId === null) return false;
  const ending = { systemType: "answer_deadline_passed", text: "No answer came in time." } as const;
  const stillDue = (_: unknown, { answerDueAt }: StoredConversation) => isDue(answerDueAt, ctx);
  return takeFromOwner({ conversationId, agentId }, { ending, ownerPassed: true, stillDue }, ctx);
}

/** Closes the conversation when its visitor has been silent for too long. @returns whether it was due. */
export async function closeInactive(conversationId: string, ctx: Context): Promise<boolean> {
  const closed = await ctx.db.runTransaction(async (tx) => {
    const conversation = conversations.parse(await tx.get(conversations.ref(ctx.db, conversationId)));
    if (conversation?.status !== "active" || !isDue(conversation.inactivityDueAt, ctx)) return null;
    const ending = { systemType: "visitor_inactive", text: "The visitor has been silent for long." } as const;
    await closeIn(tx, { conversation, ending }, ctx);
    return conversation;
  });
  if (closed) await afterClosing(closed, ctx);
  return closed !== null;
}

/** A conversation's deadline that has come due by the clock. */
interface DueByClock {
  readonly kind: "answer" | "inactivity";
  readonly conversation: Pick<StoredConversation, "id" | "assignedAgentId">;
}

/** Meets a conversation's deadline, unless its group counts business time and there has not been enough of it yet. */
export async function meetConversationDeadline(
  { kind, conversation }: DueByClock,
  ctx: Context,
): Promise<boolean> {
  const { id: conversationId } = conversation;
  const movedTo = await moveIfPaused({ conversationId, kind }, ctx);
  if (movedTo) await enqueueDeadlineLater({ kind, conversationId, at: movedTo }, ctx);
  if (movedTo !== undefined) return false;
  return kind === "answer" ? handOnUnanswered(conversation, ctx) : closeInactive(conversationId, ctx);
}

/** The stored deadline that a task is about, or null when none runs any more. */
async function storedDeadline(task: Deadline, ctx: Context): Promise<string | null> {
  if ("agentId" in task) {
    const presence = await presences.get(ctx.db, task.agentId);
    if (!presence) return null;
    if (task.kind === "gone") return presence.handOnAt;
    return presence.lapsed ? null : presence.expiresAt;
  }
  const conversation = await conversations.get(ctx.db, task.conversationId);
  if (conversation?.status !== "active") return null;
  return task.kind === "answer" ? conversation.answerDueAt : conversation.inactivityDueAt;
}

async function act(task: Deadline, ctx: Context): Promise<void> {
  if ("agentId" in task) {
    if (task.kind === "gone") await followGone(task.agentId, ctx);
    else await noteLapse(task.agentId, ctx);
  } else {
    const conversation = await conversations.get(ctx.db, task.conversationId);
    if (conversation) await meetConversationDeadline({ kind: task.kind, conversation }, ctx);
  }
}

async function followGone(agentId: string, ctx: Context): Promise<void> {
  const next = await handOnOfGone(agentId, ctx);
  if (next) await enqueueDeadlineLater({ kind: "gone", agentId, at: next.toISOString() }, ctx);
}

/**
 * Looks at a deadline. The stored one counts: when it has moved, the task follows it; when it is gone, nothing is done.
 * A task that comes before its own time (the emulator knows no schedule) does nothing and leaves the deadline to
 * the sweep, so that it cannot chase itself.
 */
export async function checkDeadline(task: Deadline, ctx: Context): Promise<void> {
  if (!isDue(task.at, ctx)) return;
  const dueAt = await storedDeadline(task, ctx);
  if (dueAt === null) return;
  if (isDue(dueAt, ctx)) await act(task, ctx);
  else await enqueueDeadlineLater({ ...task, at: dueAt }, ctx);
}

import { z } from "zod";
import { closeIn } from "../conversation/close.ts";
import type { Context } from "../platform/context.ts";
import { expireLease } from "../presence/expire-lease.ts";
import { type Deadline, enqueueDeadlineLater } from "../queue/enqueue.ts";
import { resumeBot } from "../reassign/bot-health.ts";
import { handOffOverdue } from "../reassign/hand-off.ts";
import { reassignDisconnected } from "../reassign/reassign-disconnected.ts";
import { reassignUnanswered } from "../reassign/reassign-unanswered.ts";
import { wakeDue } from "../routing/wake.ts";
import { agents } from "../store/agents.ts";
import { conversations, type StoredConversation } from "../store/conversations.ts";
import { presences } from "../store/presence.ts";
import { transact } from "../store/transact.ts";
import { moveIfPaused } from "./paused-deadlines.ts";

const at = z.iso.datetime();
/** `gone`: what release 0.1.0 called it; its tasks may still be in the queue. */
const agentDeadline = z
  .enum(["lease", "disconnected", "pause", "gone"])
  .transform((kind) => (kind === "gone" ? "disconnected" : kind));
export const deadlineTask: z.ZodType<Deadline, unknown> = z.union([
  z.strictObject({ kind: z.enum(["answer", "inactivity", "snooze", "bot"]), conversationId: z.string(), at }),
  z.strictObject({ kind: agentDeadline, agentId: z.string(), at }),
]);

function isDue(dueAt: string | null, ctx: Context): boolean {
  return dueAt !== null && dueAt <= ctx.now().toISOString();
}

/** Closes the conversation when its visitor has been silent for too long. @returns whether it was due. */
export function closeInactive(conversationId: string, ctx: Context): Promise<boolean> {
  return transact(ctx, async (tx) => {
    const conversation = await tx.find(conversations, conversationId);
    if (conversation?.status !== "active" || !isDue(conversation.inactivityDueAt, ctx)) return false;
    const ending = { systemType: "visitor_inactive", text: "The visitor has been silent for long." } as const;
    await closeIn(tx, { conversation, ending }, ctx);
    return true;
  });
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
  return kind === "answer" ? reassignUnanswered(conversation, ctx) : closeInactive(conversationId, ctx);
}

/** The stored deadline that a task is about, or null when none runs any more. */
async function storedDeadline(task: Deadline, ctx: Context): Promise<string | null> {
  if ("agentId" in task) {
    if (task.kind === "pause") return (await agents.get(ctx.db, task.agentId))?.pausedUntil ?? null;
    const presence = await presences.get(ctx.db, task.agentId);
    if (!presence) return null;
    if (task.kind === "disconnected") return presence.reassignAt;
    return presence.lapsed ? null : presence.expiresAt;
  }
  const conversation = await conversations.get(ctx.db, task.conversationId);
  if (task.kind === "snooze") return conversation?.snoozedUntil ?? null;
  if (task.kind === "bot") return conversation?.botDueAt ?? null;
  if (conversation?.status !== "active") return null;
  return task.kind === "answer" ? conversation.answerDueAt : conversation.inactivityDueAt;
}

async function act(task: Deadline, ctx: Context): Promise<void> {
  if ("agentId" in task) {
    if (task.kind === "disconnected") await followDisconnected(task.agentId, ctx);
    else if (task.kind === "pause") await resumeBot(task.agentId, ctx);
    else await expireLease(task.agentId, ctx);
  } else if (task.kind === "snooze") await wakeDue(task.conversationId, ctx);
  else if (task.kind === "bot") await handOffOverdue(task.conversationId, ctx);
  else {
    const conversation = await conversations.get(ctx.db, task.conversationId);
    if (conversation) await meetConversationDeadline({ kind: task.kind, conversation }, ctx);
  }
}

async function followDisconnected(agentId: string, ctx: Context): Promise<void> {
  const next = await reassignDisconnected(agentId, ctx);
  if (next) await enqueueDeadlineLater({ kind: "disconnected", agentId, at: next.toISOString() }, ctx);
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

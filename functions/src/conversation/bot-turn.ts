import type { Context } from "../platform/context.ts";
import { enqueueLater } from "../platform/enqueue-later.ts";
import { enqueueDeadlineLater } from "../queue/enqueue.ts";
import type { StoredAgent } from "../store/agents.ts";
import type { Fields } from "../store/collection.ts";
import type { StoredConversation } from "../store/conversations.ts";
import type { Tx } from "../store/transact.ts";
import { deliveries, deliveryId } from "../store/webhooks.ts";

const KEPT_MILLIS = 30 * 24 * 3600 * 1000;

/** Fields of a conversation that no bot owns. */
export const NO_BOT = { bot: null, botDueAt: null } as const;

/** Fields of a conversation by who owns it from now on. */
export function ownedBy({ id, kind, bot }: Pick<StoredAgent, "id" | "kind" | "bot">) {
  if (kind !== "bot" || bot === null) return NO_BOT;
  const { replyDeadlineSeconds } = bot;
  return { bot: { id, replyDeadlineSeconds, toldSeq: 0 }, botDueAt: null };
}

interface Change {
  readonly before: StoredConversation;
  readonly after: StoredConversation;
  /** Whether the visitor wrote. */
  readonly hasVisitorWritten: boolean;
}

/** Whether there is something to tell: the visitor wrote, or the bot takes over what they wrote while they waited. */
function isTurn({ before, after, hasVisitorWritten }: Change): boolean {
  if (after.status !== "active" || after.bot === null || after.activeThreadId === null) return false;
  const isNew = before.bot?.id !== after.bot.id || before.activeThreadId !== after.activeThreadId;
  return hasVisitorWritten || (isNew && before.lastMessage?.authorType === "visitor");
}

/**
 * Records the bot's turn with the visitor's message, or with the assignment, as the delivery of a webhook: what is told is
 * read when it is told, from events that never change. Nothing for any conversation that no bot owns.
 * @returns what changes in the conversation: the bot owes an answer from now on, unless it did before.
 */
export function writeBotTurn(tx: Tx, change: Change, ctx: Context): Partial<Fields<StoredConversation>> {
  if (!isTurn(change)) return {};
  const { id: conversationId, bot, botDueAt, lastSeq, activeThreadId: threadId } = change.after;
  if (bot === null || threadId === null) return {};
  const now = ctx.now();
  const turnId = `${threadId}-t${lastSeq}`;
  const id = deliveryId(bot.id, turnId);
  tx.create(deliveries.ref(ctx.db, id), {
    id,
    receiverId: bot.id,
    eventId: turnId,
    type: "bot.turn",
    state: "pending",
    attempts: [],
    attemptsMade: 0,
    nextAttemptAt: now,
    turn: { conversationId, threadId, afterSeq: bot.toldSeq, throughSeq: lastSeq },
    own: null,
    createdAt: now,
    expiresAt: new Date(now.getTime() + KEPT_MILLIS),
  });
  tx.afterCommit(() => enqueueLater({ queue: "deliverWebhook", data: { deliveryId: id } }, ctx));
  const told = { bot: { ...bot, toldSeq: lastSeq } };
  if (botDueAt !== null) return told;
  const dueAt = new Date(now.getTime() + bot.replyDeadlineSeconds * 1000);
  const deadline = { kind: "bot", conversationId, at: dueAt.toISOString() } as const;
  tx.afterCommit(() => enqueueDeadlineLater(deadline, ctx));
  return { ...told, botDueAt: dueAt };
}

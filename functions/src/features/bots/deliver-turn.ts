import { type BotTurn, EVENT_API_VERSION, type Event } from "@livechat/contract";
import type { Context } from "../../platform/context.ts";
import { enqueueLater } from "../../platform/enqueue-later.ts";
import { recordBotFailure, recordBotSuccess } from "../../reassign/bot-health.ts";
import { handOffFailed } from "../../reassign/hand-off.ts";
import { agents } from "../../store/agents.ts";
import { bots } from "../../store/bots.ts";
import { conversations, type StoredConversation } from "../../store/conversations.ts";
import { events, eventsOf } from "../../store/events.ts";
import { parseThreadId, threadId as threadIdOf, threads } from "../../store/threads.ts";
import { transact } from "../../store/transact.ts";
import { visitors } from "../../store/visitors.ts";
import { deliveries, type StoredDelivery } from "../../store/webhooks.ts";
import { attempt } from "../webhooks/attempt.ts";
import { isSuccess } from "../webhooks/health.ts";

/** A visitor waits: what fails three times in a few seconds goes to people. */
const RETRY_SECONDS = [1, 3];

type Turn = NonNullable<StoredDelivery["turn"]>;

/** In the bot's first turn also what was said while the conversation waited for it. */
async function threadsOf({ threadId, afterSeq }: Turn, ctx: Context): Promise<string[]> {
  const named = parseThreadId(threadId);
  if (afterSeq > 0 || !named || named.ordinal < 2) return [threadId];
  const before = threadIdOf(named.conversationId, named.ordinal - 1);
  const waited = (await threads.get(ctx.db, before))?.agentId === null;
  return waited ? [before, threadId] : [threadId];
}

/** What the visitor has said since the last turn: neither notes nor what is older than the conversation's (re)opening. */
async function eventsOfTurn(turn: Turn, ctx: Context): Promise<Event[]> {
  const found = await Promise.all(
    (await threadsOf(turn, ctx)).map((id) =>
      events.find(
        eventsOf(ctx.db, id)
          .where("seq", ">", turn.afterSeq)
          .where("seq", "<=", turn.throughSeq)
          .orderBy("seq"),
      ),
    ),
  );
  const said = found
    .flat()
    .filter(({ authorType, visibility }) => authorType === "visitor" && visibility === "all");
  return said.map(({ visitorId: _, ...event }) => event);
}

async function turnOf(
  delivery: StoredDelivery,
  { said, conversation }: { said: Event[]; conversation: StoredConversation },
  ctx: Context,
): Promise<BotTurn> {
  const visitor = await visitors.get(ctx.db, conversation.visitorId);
  const { id: conversationId, visitorId, metadata } = conversation;
  return {
    conversationId,
    threadId: delivery.turn?.threadId ?? "",
    turnId: delivery.eventId,
    seq: delivery.turn?.throughSeq ?? 0,
    events: said,
    visitor: { id: visitorId, name: visitor?.name ?? null, email: visitor?.email ?? null },
    locale: visitor?.locale ?? null,
    metadata,
  };
}

function isStillTheBots(conversation: StoredConversation | null, delivery: StoredDelivery) {
  const isIt =
    conversation?.status === "active" &&
    conversation.activeThreadId === delivery.turn?.threadId &&
    conversation.assignedAgentId === delivery.receiverId;
  return isIt ? conversation : null;
}

/** The bot was assigned a conversation in which nothing was said to it: it owes no answer. */
async function owesNothing({ conversationId, threadId }: Turn, ctx: Context): Promise<void> {
  await transact(ctx, async (tx) => {
    const conversation = await tx.find(conversations, conversationId);
    if (conversation?.activeThreadId !== threadId) return;
    tx.update(conversations.ref(ctx.db, conversationId), { botDueAt: null });
  });
}

async function end(delivery: StoredDelivery, fields: object, ctx: Context): Promise<void> {
  await deliveries.ref(ctx.db, delivery.id).update({ nextAttemptAt: null, ...fields });
}

/**
 * Tells a bot its turn, while the thread is the bot's. A bot that fails three times, is paused or deleted does not get the
 * conversation back: people have it from then on.
 */
export async function deliverTurn(delivery: StoredDelivery, ctx: Context): Promise<void> {
  const { turn, receiverId } = delivery;
  if (!turn) return;
  const [found, agent, bot] = await Promise.all([
    conversations.get(ctx.db, turn.conversationId),
    agents.get(ctx.db, receiverId),
    bots.get(ctx.db, receiverId),
  ]);
  const conversation = isStillTheBots(found, delivery);
  if (!conversation) return end(delivery, { state: "dropped" }, ctx);
  if (!bot || !agent || agent.isDeleted || agent.pausedUntil !== null) {
    await handOffFailed(turn, ctx);
    return end(delivery, { state: "dropped" }, ctx);
  }
  const said = await eventsOfTurn(turn, ctx);
  if (said.length === 0) {
    await owesNothing(turn, ctx);
    return end(delivery, { state: "dropped" }, ctx);
  }
  await tell(delivery, { receiver: { url: bot.webhookUrl, secrets: bot.secrets }, said, conversation }, ctx);
}

interface Telling {
  readonly receiver: Parameters<typeof attempt>[0];
  readonly said: Event[];
  readonly conversation: StoredConversation;
}

async function tell(delivery: StoredDelivery, { receiver, said, conversation }: Telling, ctx: Context) {
  const object = await turnOf(delivery, { said, conversation }, ctx);
  const { eventId: id, createdAt: timestamp, receiverId } = delivery;
  const facts = { id, apiVersion: EVENT_API_VERSION, conversationId: conversation.id, seq: object.seq };
  const item = { id, type: "bot.turn", timestamp, data: { ...facts, object: { ...object } } };
  const { answered, attempt: made } = await attempt(receiver, item, ctx);
  const attempts = [...delivery.attempts, made].map((one) => ({ ...one, at: new Date(one.at) }));
  const log = { attempts, attemptsMade: delivery.attemptsMade + 1 };
  if (isSuccess(answered)) {
    await end(delivery, { ...log, state: "delivered" }, ctx);
    return recordBotSuccess(receiverId, ctx);
  }
  const isPaused = await recordBotFailure(receiverId, ctx);
  const seconds = RETRY_SECONDS[delivery.attemptsMade];
  if (isPaused || seconds === undefined) {
    await handOffFailed({ conversationId: conversation.id, threadId: object.threadId }, ctx);
    return end(delivery, { ...log, state: "failed" }, ctx);
  }
  const notBefore = new Date(ctx.now().getTime() + seconds * 1000);
  await end(delivery, { ...log, nextAttemptAt: notBefore }, ctx);
  await enqueueLater({ queue: "retryWebhook", data: { deliveryId: delivery.id }, notBefore }, ctx);
}

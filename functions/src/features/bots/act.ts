import type { BotEvent, BotHandOff, Conversation, Event } from "@livechat/contract";
import type { AgentCaller } from "../../auth/caller.ts";
import { findSent } from "../../chat/add-event.ts";
import { closeIn } from "../../conversation/close.ts";
import { deadlinesAfter } from "../../conversation/message-deadlines.ts";
import { showConversation } from "../../conversation/read-conversation.ts";
import { Transition } from "../../conversation/transition.ts";
import type { Context } from "../../platform/context.ts";
import { ChatError, forbidden } from "../../platform/error.ts";
import { enqueueDeadlineLater } from "../../queue/enqueue.ts";
import { handOff } from "../../reassign/hand-off.ts";
import { agents } from "../../store/agents.ts";
import { conversations, type StoredConversation } from "../../store/conversations.ts";
import { groups } from "../../store/groups.ts";
import { type Tx, transact } from "../../store/transact.ts";
import { visitors } from "../../store/visitors.ts";
import { aiLabel } from "./ai-label.ts";

/** As long as pages say that they type, from which others know when it began. */
const TYPING_MILLIS = 8_000;

interface Acting {
  readonly conversationId: string;
  readonly caller: AgentCaller;
}

/**
 * The thread is the fence: the bot acts in the thread that it was told of, while it owns it, or not at all. Read in the
 * transaction that writes, so that no order of commits lets a bot speak after it lost the conversation.
 */
function checkOwns(conversation: StoredConversation, threadId: string, caller: AgentCaller): void {
  if (!caller.apiKey?.scopes.includes("bot")) throw forbidden("This call is for bots.");
  const { status, activeThreadId, assignedAgentId } = conversation;
  if (status === "active" && activeThreadId === threadId && assignedAgentId === caller.id) return;
  throw new ChatError("not_owner", "The bot does not have this conversation in this thread any more.");
}

/** The conversation, which the bot has in this thread. @throws ChatError `not_found`, `not_owner`, `authorization`. */
async function needOwned(
  tx: Tx,
  { conversationId, caller }: Acting,
  threadId: string,
): Promise<StoredConversation> {
  const conversation = await tx.need(conversations, conversationId);
  checkOwns(conversation, threadId, caller);
  return conversation;
}

/** What an AI says first carries its label in the visitor's language. One read, for an AI's first word in a thread. */
async function labelOf(tx: Tx, conversation: StoredConversation, ctx: Context): Promise<string | null> {
  if (conversation.bot === null || conversation.firstAiThreadId === conversation.activeThreadId) return null;
  const visitor = await tx.find(visitors, conversation.visitorId);
  return aiLabel(visitor?.locale ?? null, ctx);
}

/** The bot has answered: it owes nothing until its visitor writes again. */
function answered(transition: Transition, ctx: Context) {
  const { conversation } = transition;
  const written = { isByVisitor: false, isByOwner: true, isNote: false, at: ctx.now() };
  const { fields, startsInactivityAt } = deadlinesAfter(conversation, written);
  transition.set({ ...fields, botDueAt: null });
  return startsInactivityAt;
}

/**
 * Stores what a bot says. The same id again answers with what is stored.
 * @throws ChatError `not_found`, `not_owner`, `already_exists` when the id stands for another text.
 */
export function addBotEvent(
  { conversationId, caller }: Acting,
  input: BotEvent,
  ctx: Context,
): Promise<{ event: Event; isNew: boolean }> {
  const isChoices = "choices" in input;
  const text = isChoices ? input.choices.text : input.text;
  const say = async (tx: Tx) => {
    const conversation = await tx.need(conversations, conversationId);
    const sent = input.id ? await findSent(tx, conversation, input.id, ctx) : null;
    if (sent && sent.authorId === caller.id) {
      if (sent.text === text) return { event: sent, isNew: false };
      throw new ChatError("already_exists", "Another message has this id: the turn is answered.");
    }
    if (sent) throw new ChatError("already_exists", "Another message has this id.");
    checkOwns(conversation, input.threadId, caller);
    const bot = await tx.need(agents, caller.id);
    const isAi = bot.bot?.isAi ?? false;
    const label = isAi ? await labelOf(tx, conversation, ctx) : null;
    const transition = new Transition(tx, ctx, conversation);
    const event = transition.addEvent({
      ...(input.id !== undefined && { id: input.id }),
      type: isChoices ? "choices" : "message",
      authorType: "bot",
      authorId: caller.id,
      isAi,
      text,
      metadata: { ...(isChoices && { options: input.choices.options }), ...(label && { aiLabel: label }) },
    });
    if (label) transition.set({ firstAiThreadId: conversation.activeThreadId });
    const at = answered(transition, ctx);
    transition.write();
    if (at) tx.afterCommit(() => enqueueDeadlineLater({ kind: "inactivity", conversationId, at }, ctx));
    return { event, isNew: true };
  };
  return transact(ctx, say, { key: conversationId, repeatable: true });
}

/** @throws ChatError `not_found`, `not_owner`. */
export function showTyping(acting: Acting, threadId: string, ctx: Context): Promise<void> {
  const { conversationId, caller } = acting;
  return transact(ctx, async (tx) => {
    const conversation = await needOwned(tx, acting, threadId);
    const now = ctx.now();
    tx.set(
      conversations.ref(ctx.db, conversationId).collection("participants").doc(caller.id),
      {
        kind: "agent",
        visitorId: conversation.visitorId,
        typingUntil: new Date(now.getTime() + TYPING_MILLIS),
        updatedAt: now,
      },
      { merge: true },
    );
  });
}

/** Hands the conversation off to people. @throws ChatError `not_found` (conversation, group), `not_owner`. */
export async function handOffAsBot(acting: Acting, input: BotHandOff, ctx: Context): Promise<Conversation> {
  const { conversationId, caller } = acting;
  await transact(
    ctx,
    async (tx) => {
      const conversation = await needOwned(tx, acting, input.threadId);
      const bot = await tx.need(agents, caller.id);
      const group = input.groupId ? await tx.needActive(groups, input.groupId) : undefined;
      const summary = input.summary ? `${input.reason}\n\n${input.summary}` : input.reason;
      const { textForVisitor: text } = input;
      await handOff(
        tx,
        {
          conversation,
          because: "bot.handed_off",
          ...(group && { group }),
          summary,
          ...(text && { textForVisitor: { text, isAi: bot.bot?.isAi ?? false } }),
        },
        ctx,
      );
    },
    { key: conversationId },
  );
  return showConversation(conversationId, ctx);
}

/** @throws ChatError `not_found`, `not_owner`. */
export async function closeAsBot(acting: Acting, threadId: string, ctx: Context): Promise<Conversation> {
  const { conversationId } = acting;
  await transact(
    ctx,
    async (tx) => {
      const conversation = await needOwned(tx, acting, threadId);
      const ending = {
        systemType: "conversation_closed",
        text: "The conversation was closed.",
        metadata: { closedBy: "bot" },
      } as const;
      await closeIn(tx, { conversation, ending }, ctx);
    },
    { key: conversationId },
  );
  return showConversation(conversationId, ctx);
}

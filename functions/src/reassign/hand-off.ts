import { placeToWait } from "../availability/group-hours.ts";
import { conversationOccurred } from "../conversation/occurrences.ts";
import { prepareRequeue } from "../conversation/requeue.ts";
import { Transition } from "../conversation/transition.ts";
import { groupThatTakes } from "../conversation/waiting-group.ts";
import type { Context } from "../platform/context.ts";
import { agents } from "../store/agents.ts";
import { conversations, type StoredConversation } from "../store/conversations.ts";
import { groups, type StoredGroup } from "../store/groups.ts";
import { type Tx, transact } from "../store/transact.ts";
import { recordBotFailure } from "./bot-health.ts";

const MAX_BOTS = 100;

export interface HandOff {
  readonly conversation: StoredConversation;
  /** Whether the bot failed, or did what it is there for. */
  readonly because: "bot.handed_off" | "bot.failed";
  /** Where to; what the bot's settings say unless given. */
  readonly group?: StoredGroup;
  /** What the bot has to say to who takes over. */
  readonly summary?: string | undefined;
  /** What the bot says to the visitor last. */
  readonly textForVisitor?: { readonly text: string; readonly isAi: boolean } | undefined;
}

/** All bots: a conversation that is handed off is assigned to none of them until it is closed. */
export async function readBotIds(tx: Tx, ctx: Context): Promise<string[]> {
  const found = await tx.get(agents.all(ctx.db).where("kind", "==", "bot").select().limit(MAX_BOTS));
  return found.docs.map(({ id }) => id);
}

async function groupOf(tx: Tx, { conversation, group }: HandOff, ctx: Context): Promise<StoredGroup> {
  if (group) return group;
  const bot = conversation.bot ? await tx.find(agents, conversation.bot.id) : null;
  const fallbackId = bot?.bot?.fallbackGroupId;
  const fallback = fallbackId ? await tx.find(groups, fallbackId) : null;
  return fallback && !fallback.isDeleted ? fallback : groupThatTakes(tx, conversation.groupId, ctx);
}

/**
 * Takes a conversation from its bot and puts it where people are, inside a transaction that has written nothing yet: the
 * bot's thread ends, the queue begins, or the group's offline way where it is closed. From this commit on the bot's thread
 * is closed, and nothing that the bot sends is stored.
 */
export async function handOff(tx: Tx, change: HandOff, ctx: Context): Promise<void> {
  const { conversation, summary, textForVisitor, because } = change;
  const botId = conversation.bot?.id ?? conversation.assignedAgentId;
  const { group, channel } = await placeToWait(await groupOf(tx, change, ctx), tx, ctx);
  const excludedAgentIds = await readBotIds(tx, ctx);
  const text = `The conversation was transferred to ${group.name}.`;
  const metadata = { groupId: group.id, groupName: group.name };
  const { write } = await prepareRequeue(
    tx,
    {
      conversation,
      group,
      excludedAgentIds,
      reason: { systemType: "transferred", text, metadata },
      end: "transferred_out",
      forgetsOwner: true,
      toldOnce: true,
      ...(summary && botId && { note: { authorId: botId, authorType: "bot", text: summary } }),
    },
    ctx,
  );
  const transition = new Transition(tx, ctx, conversation);
  if (textForVisitor && botId) {
    const author = { authorType: "bot", authorId: botId, isAi: textForVisitor.isAi } as const;
    transition.addEvent({ type: "message", ...author, text: textForVisitor.text });
  }
  write(transition);
  transition.set({ channel });
  const now = transition.write();
  if (conversation.bot) conversationOccurred(tx, because, { now, previous: { assignedAgentId: botId } });
}

/** Hands off a conversation that its bot cannot be told of: it failed, is paused or deleted. @returns whether it still owned the thread. */
export function handOffFailed(
  { conversationId, threadId }: { conversationId: string; threadId: string },
  ctx: Context,
): Promise<boolean> {
  return transact(ctx, async (tx) => {
    const conversation = await tx.find(conversations, conversationId);
    if (!conversation?.bot || conversation.status !== "active") return false;
    if (conversation.activeThreadId !== threadId) return false;
    await handOff(tx, { conversation, because: "bot.failed" }, ctx);
    return true;
  });
}

/** Hands off a conversation whose bot has not answered in time, which counts as a failure. @returns whether it was due. */
export async function handOffOverdue(conversationId: string, ctx: Context): Promise<boolean> {
  const botId = await transact(ctx, async (tx) => {
    const conversation = await tx.find(conversations, conversationId);
    if (!conversation?.bot || conversation.status !== "active") return null;
    const { botDueAt } = conversation;
    if (botDueAt === null || botDueAt > ctx.now().toISOString()) return null;
    await handOff(tx, { conversation, because: "bot.failed" }, ctx);
    return conversation.bot.id;
  });
  if (botId !== null) await recordBotFailure(botId, ctx);
  return botId !== null;
}

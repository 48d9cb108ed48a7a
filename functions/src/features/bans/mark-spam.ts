import type { Conversation } from "@livechat/contract";
import { FieldValue } from "firebase-admin/firestore";
import { type AgentCaller, canSupervise } from "../../auth/caller.ts";
import { closeIn } from "../../conversation/close.ts";
import { showConversation } from "../../conversation/read-conversation.ts";
import type { Context } from "../../platform/context.ts";
import { notFound, refused } from "../../platform/error.ts";
import { conversations, type StoredConversation } from "../../store/conversations.ts";
import { closeFactId, writeFact } from "../../store/facts.ts";
import { METRICS_VERSION } from "../../store/progress.ts";
import { tags } from "../../store/tags.ts";
import { type Tx, transact } from "../../store/transact.ts";
import { uniqueKeyRef, uniqueKeys } from "../../store/unique-keys.ts";
import { visitorSessions } from "../../store/visitors.ts";
import { createTag } from "../../tags/change-tags.ts";
import { liftBan } from "./lift-ban.ts";
import { prepareBan } from "./make-ban.ts";

const TAG = { name: "Spam", color: "#D93025" } as const;
const REASON = "Spam";
const ENDING = {
  systemType: "conversation_closed",
  text: "The conversation was closed.",
  metadata: { closedBy: "agent" },
} as const;

function checkMayMark(conversation: StoredConversation, caller: AgentCaller): void {
  if (canSupervise(caller) || conversation.assignedAgentId === caller.id) return;
  throw refused("owner_only_spam");
}

/** The tag of that name, whoever made it; made when there is none. */
async function spamTagId(ctx: Context): Promise<string> {
  const find = async () => uniqueKeys.parse(await uniqueKeyRef(ctx.db, "tag-name", TAG.name).get());
  const known = await find();
  if (known) return known.ownerId;
  try {
    return (await createTag(TAG, ctx)).id;
  } catch (error) {
    // Somebody else has made it meanwhile.
    const made = await find();
    if (!made) throw error;
    return made.ownerId;
  }
}

/** Takes every close of the conversation out of the reports, or puts them back. */
function noteSpam(
  tx: Tx,
  said: { conversation: Pick<StoredConversation, "id" | "closeCount">; isSpam: boolean },
  ctx: Context,
): void {
  const { id: conversationId, closeCount } = said.conversation;
  const factIds = Array.from({ length: closeCount }, (_, i) => closeFactId(conversationId, i + 1));
  if (factIds.length === 0) return;
  writeFact(tx, ctx.db, {
    id: ctx.newId(),
    kind: "spam",
    metricsVersion: METRICS_VERSION,
    conversationId,
    isSpam: said.isSpam,
    factIds,
    days: [],
  });
}

interface Marking {
  readonly id: string;
  readonly banId: string;
  readonly tagId: string;
  readonly caller: AgentCaller;
}

async function mark(tx: Tx, { id, banId, tagId, caller }: Marking, ctx: Context): Promise<void> {
  const conversation = await tx.need(conversations, id);
  checkMayMark(conversation, caller);
  if (conversation.isSpam) return;
  const { visitorId, status } = conversation;
  const tag = await tx.find(tags, tagId);
  const session = await tx.find(visitorSessions, visitorId);
  const input = { visitorId, reason: REASON, conversationId: id };
  const makeBan = session ? await prepareBan(tx, { id: banId, input, caller }, ctx) : null;
  if (status !== "closed") await closeIn(tx, { conversation, ending: ENDING }, ctx);
  makeBan?.();
  const closeCount = conversation.closeCount + (status === "closed" ? 0 : 1);
  noteSpam(tx, { conversation: { id, closeCount }, isSpam: true }, ctx);
  const isTagged = tag !== null && !tag.isDeleted && !conversation.tagIds.includes(tagId);
  tx.update(conversations.ref(ctx.db, id), {
    isSpam: true,
    spam: { banId, tagId: isTagged ? tagId : null },
    ...(isTagged && { tagIds: FieldValue.arrayUnion(tagId) }),
    updatedAt: ctx.now(),
  });
}

/**
 * Closes a conversation, bans its visitor and tags it, in one transaction. Doing it twice changes nothing.
 * @throws ChatError `not_found`, `authorization`.
 */
export async function markSpam(id: string, caller: AgentCaller, ctx: Context): Promise<Conversation> {
  const found = await conversations.get(ctx.db, id);
  // Before the tag is made: who is refused leaves nothing behind.
  if (!found) throw notFound(conversations.label);
  checkMayMark(found, caller);
  const banId = ctx.newId();
  const tagId = await spamTagId(ctx);
  await transact(ctx, (tx) => mark(tx, { id, banId, tagId, caller }, ctx), { key: id });
  return showConversation(id, ctx);
}

/**
 * Undoes it: the ban is lifted, the tag taken off, and reports count the conversation. It stays closed, for its visitor's
 * session is over.
 * @throws ChatError `not_found`, `authorization`.
 */
export async function unmarkSpam(id: string, caller: AgentCaller, ctx: Context): Promise<Conversation> {
  const undone = await transact(ctx, async (tx) => {
    const conversation = await tx.need(conversations, id);
    checkMayMark(conversation, caller);
    if (!conversation.isSpam) return null;
    const { spam } = conversation;
    tx.update(conversations.ref(ctx.db, id), {
      isSpam: false,
      spam: null,
      ...(spam?.tagId && { tagIds: FieldValue.arrayRemove(spam.tagId) }),
      updatedAt: ctx.now(),
    });
    noteSpam(tx, { conversation, isSpam: false }, ctx);
    return spam;
  });
  if (undone) await liftBan(undone.banId, ctx);
  return showConversation(id, ctx);
}

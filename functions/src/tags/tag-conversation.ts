import { type Conversation, LIMITS } from "@livechat/contract";
import { FieldValue } from "firebase-admin/firestore";
import { type AgentCaller, canSupervise } from "../auth/caller.ts";
import { conversationOccurred } from "../conversation/occurrences.ts";
import { toApi } from "../conversation/read-conversation.ts";
import type { Context } from "../platform/context.ts";
import { notFound, refused } from "../platform/error.ts";
import { conversations } from "../store/conversations.ts";
import { tags } from "../store/tags.ts";
import { transact } from "../store/transact.ts";

interface Tagging {
  conversationId: string;
  tagId: string;
  /** Put on or taken off. */
  tagged: boolean;
}

/**
 * Puts a tag on a conversation or takes it off; nothing changes when that is so already. A deleted tag can still be
 * taken off.
 * @throws ChatError `not_found`, `authorization` for agents who do not own the conversation, `not_allowed` when it has
 * as many tags as it may.
 */
export async function tagConversation(
  { conversationId, tagId, tagged }: Tagging,
  caller: AgentCaller,
  ctx: Context,
): Promise<Conversation> {
  const changed = await transact(ctx, async (tx) => {
    const conversation = await tx.need(conversations, conversationId);
    if (!canSupervise(caller) && conversation.assignedAgentId !== caller.id) {
      throw refused("owner_only_tag");
    }
    const tag = await tx.need(tags, tagId);
    if (tagged && tag.isDeleted) throw notFound("tag");
    if (conversation.tagIds.includes(tagId) === tagged) return conversation;
    if (tagged && conversation.tagIds.length >= LIMITS.MAX_TAGS_PER_CONVERSATION) {
      throw refused("too_many_tags", { max: LIMITS.MAX_TAGS_PER_CONVERSATION });
    }
    const now = ctx.now();
    const change = tagged ? FieldValue.arrayUnion(tagId) : FieldValue.arrayRemove(tagId);
    tx.update(conversations.ref(ctx.db, conversationId), { tagIds: change, updatedAt: now });
    const others = conversation.tagIds.filter((id) => id !== tagId);
    const changed = {
      ...conversation,
      tagIds: tagged ? [...others, tagId] : others,
      updatedAt: now.toISOString(),
    };
    const type = tagged ? "conversation.tagged" : "conversation.untagged";
    conversationOccurred(tx, type, { now: changed, previous: { tagIds: conversation.tagIds } });
    return changed;
  });
  return toApi(changed, ctx);
}

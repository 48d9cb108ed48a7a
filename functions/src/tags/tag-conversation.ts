import { type Conversation, LIMITS } from "@livechat/contract";
import { FieldValue } from "firebase-admin/firestore";
import { type AgentCaller, oversees } from "../auth/caller.ts";
import { toApi } from "../conversation/read-conversation.ts";
import type { Context } from "../platform/context.ts";
import { ChatError, forbidden, notFound } from "../platform/error.ts";
import { conversations } from "../store/conversations.ts";
import { tags } from "../store/tags.ts";

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
  const changed = await ctx.db.runTransaction(async (tx) => {
    const ref = conversations.ref(ctx.db, conversationId);
    const conversation = conversations.parse(await tx.get(ref));
    if (!conversation) throw notFound("conversation");
    if (!oversees(caller) && conversation.assignedAgentId !== caller.id) {
      throw forbidden("Only the owner of the conversation, supervisors and admins may tag it.");
    }
    const tag = tags.parse(await tx.get(tags.ref(ctx.db, tagId)));
    if (!tag || (tagged && tag.isDeleted)) throw notFound("tag");
    if (conversation.tagIds.includes(tagId) === tagged) return conversation;
    if (tagged && conversation.tagIds.length >= LIMITS.MAX_TAGS_PER_CONVERSATION) {
      throw new ChatError(
        "not_allowed",
        `A conversation has at most ${LIMITS.MAX_TAGS_PER_CONVERSATION} tags.`,
      );
    }
    const now = ctx.now();
    const change = tagged ? FieldValue.arrayUnion(tagId) : FieldValue.arrayRemove(tagId);
    tx.update(ref, { tagIds: change, updatedAt: now });
    const others = conversation.tagIds.filter((id) => id !== tagId);
    return {
      ...conversation,
      tagIds: tagged ? [...others, tagId] : others,
      updatedAt: now.toISOString(),
    };
  });
  return toApi(changed, ctx);
}

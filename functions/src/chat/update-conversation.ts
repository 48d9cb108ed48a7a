import type { Conversation, UpdateConversation } from "@livechat/contract";
import { type AgentCaller, canSupervise } from "../auth/caller.ts";
import { mergeByKey } from "../conversation/merge-by-key.ts";
import { showConversation } from "../conversation/read-conversation.ts";
import type { Context } from "../platform/context.ts";
import { refused } from "../platform/error.ts";
import { conversations } from "../store/conversations.ts";
import { transact } from "../store/transact.ts";

/**
 * Changes what people note about a conversation: its priority, its subject and its metadata, key by key.
 * @throws ChatError `not_found`, `authorization`, `validation`.
 */
export async function updateConversation(
  id: string,
  { input, caller }: { input: UpdateConversation; caller: AgentCaller },
  ctx: Context,
): Promise<Conversation> {
  await transact(ctx, async (tx) => {
    const conversation = await tx.need(conversations, id);
    if (!canSupervise(caller) && conversation.assignedAgentId !== caller.id) {
      throw refused("owner_only_change");
    }
    const { priority, subject, metadata } = input;
    const fields = {
      ...(priority !== undefined && { priority }),
      ...(subject !== undefined && { subject }),
      ...(metadata !== undefined && { metadata: mergeByKey(conversation.metadata, metadata, "metadata") }),
    };
    if (Object.keys(fields).length === 0) return;
    tx.update(conversations.ref(ctx.db, id), { ...fields, updatedAt: ctx.now() });
  });
  return showConversation(id, ctx);
}

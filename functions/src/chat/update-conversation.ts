import { type Conversation, LIMITS, type UpdateConversation } from "@livechat/contract";
import { type AgentCaller, canSupervise } from "../auth/caller.ts";
import { showConversation } from "../conversation/read-conversation.ts";
import type { Context } from "../platform/context.ts";
import { ChatError, forbidden } from "../platform/error.ts";
import { conversations, type StoredConversation } from "../store/conversations.ts";
import { transact } from "../store/transact.ts";

type Metadata = StoredConversation["metadata"];

/** @throws ChatError `validation` when both together are larger than the limit. */
function merge(before: Metadata, changes: Metadata): Metadata {
  const merged = Object.entries({ ...before, ...changes }).filter(([, value]) => value !== null);
  const after = Object.fromEntries(merged);
  if (Buffer.byteLength(JSON.stringify(after)) <= LIMITS.MAX_METADATA_BYTES) return after;
  const details = [
    { path: "metadata", message: `must be at most ${LIMITS.MAX_METADATA_BYTES} bytes as JSON` },
  ];
  throw new ChatError("validation", "The metadata would become too large.", { details });
}

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
      throw forbidden("Only the owner, supervisors and admins change a conversation.");
    }
    const { priority, subject, metadata } = input;
    const fields = {
      ...(priority !== undefined && { priority }),
      ...(subject !== undefined && { subject }),
      ...(metadata !== undefined && { metadata: merge(conversation.metadata, metadata) }),
    };
    if (Object.keys(fields).length === 0) return;
    tx.update(conversations.ref(ctx.db, id), { ...fields, updatedAt: ctx.now() });
  });
  return showConversation(id, ctx);
}

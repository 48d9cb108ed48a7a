import { isOwnedBy, requeue } from "../conversation/requeue.ts";
import type { Context } from "../platform/context.ts";
import { agents } from "../store/agents.ts";
import { conversations } from "../store/conversations.ts";
import { transact } from "../store/transact.ts";

/** Somebody may restore the agent meanwhile, which then keeps what it still has. */
function reassignOne(conversationId: string, agentId: string, ctx: Context): Promise<boolean> {
  return transact(ctx, async (tx) => {
    const conversation = await tx.find(conversations, conversationId);
    if (!isOwnedBy(conversation, agentId)) return false;
    if (!(await tx.find(agents, agentId))?.isDeleted) return false;
    const reason = { systemType: "agent_deleted", text: "The agent has left the team." } as const;
    await requeue(tx, { conversation, reason, end: "requeued" }, ctx);
    return true;
  });
}

/**
 * Reassigns the active conversations of a deleted agent: call it after the commit that deletes the agent, after which the
 * agent gets no more. Safe to repeat; the sweep repeats it when the caller died in between.
 * @returns how many were reassigned.
 */
export async function reassignDeletedAgent(agentId: string, ctx: Context): Promise<number> {
  const agent = await agents.get(ctx.db, agentId);
  let reassigned = 0;
  for (const conversationId of agent?.activeConversationIds ?? []) {
    if (await reassignOne(conversationId, agentId, ctx)) reassigned += 1;
  }
  return reassigned;
}

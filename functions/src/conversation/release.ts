import { agentChange } from "../agent/agent-changes.ts";
import { countOwnMessages, foldOwnership, type OwnershipEnd } from "../agent/agent-stats.ts";
import type { Context } from "../platform/context.ts";
import { agents, type StoredAgent } from "../store/agents.ts";
import type { StoredConversation } from "../store/conversations.ts";
import type { Tx } from "../store/transact.ts";

export interface Release {
  /** Whose slot becomes free; null when nobody owns the conversation, or the owner has snoozed it. */
  readonly owner: StoredAgent | null;
  /** Frees the owner's slot and adds what the owner did to the statistics. Does nothing without an owner. */
  write(end: OwnershipEnd): void;
}

/** Reads the owner of a conversation and returns the step that ends the ownership. */
export async function prepareRelease(
  tx: Tx,
  conversation: StoredConversation,
  ctx: Context,
): Promise<Release> {
  const { id, status, assignedAgentId } = conversation;
  const isOwned = status === "active" || status === "snoozed";
  if (!isOwned || assignedAgentId === null) return { owner: null, write: () => undefined };
  const owner = status === "active" ? await tx.find(agents, assignedAgentId) : null;
  const messagesSent = await countOwnMessages(conversation, tx, ctx);
  return {
    owner,
    write(end) {
      foldOwnership(tx, ctx, { conversation, messagesSent, end });
      if (!owner) return;
      const activeConversationIds = owner.activeConversationIds.filter((other) => other !== id);
      tx.update(
        agents.ref(ctx.db, assignedAgentId),
        agentChange(owner, { activeConversationIds }, ctx.now()).fields,
      );
    },
  };
}

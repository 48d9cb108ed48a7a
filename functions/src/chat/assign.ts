import type { Conversation } from "@livechat/contract";
import { type AgentCaller, canSupervise } from "../auth/caller.ts";
import { showConversation } from "../conversation/read-conversation.ts";
import { isOwnedBy } from "../conversation/requeue.ts";
import type { Context } from "../platform/context.ts";
import { forbidden, refused } from "../platform/error.ts";
import { assign } from "../routing/assign.ts";
import { takenOverBy } from "../routing/write-assignment.ts";
import { agents, type StoredAgent } from "../store/agents.ts";
import { conversations, type StoredConversation } from "../store/conversations.ts";
import { transact } from "../store/transact.ts";

export interface Assigning {
  readonly agentId: string;
  readonly force?: boolean | undefined;
}

/** Agents claim what waits in their groups; everything else is for supervisors and admins. */
function checkMayAssign(agentId: string, force: boolean, caller: AgentCaller): void {
  if (canSupervise(caller)) return;
  if (agentId !== caller.id) throw refused("own_claims_only");
  if (force) throw forbidden("Only supervisors and admins may force an assignment.");
}

function checkMayClaim(conversation: StoredConversation, agent: StoredAgent, caller: AgentCaller): void {
  if (canSupervise(caller)) return;
  if (!agent.groupIds.includes(conversation.groupId)) {
    throw refused("other_group");
  }
  if (conversation.status !== "pending") {
    throw refused("taken_by_another");
  }
}

/**
 * Assigns a conversation by hand. A task that routes it at the same time re-reads it and finds nothing to do.
 * @throws ChatError `not_found` (conversation, agent), `authorization`, `conversation_closed`, `agent_unavailable`,
 * `not_allowed` when an agent claims what another one has.
 */
export async function assignConversation(
  id: string,
  { input: { agentId, force = false }, caller }: { input: Assigning; caller: AgentCaller },
  ctx: Context,
): Promise<Conversation> {
  checkMayAssign(agentId, force, caller);
  await transact(ctx, async (tx) => {
    const conversation = await tx.need(conversations, id);
    const agent = await tx.needActive(agents, agentId);
    if (conversation.status === "closed") {
      throw refused("closed_reopen_first");
    }
    if (isOwnedBy(conversation, agentId)) return;
    checkMayClaim(conversation, agent, caller);
    const isClaim = caller.id === agentId;
    const reason = isClaim ? "Claimed by the agent." : `Assigned by hand${force ? ", by force" : ""}.`;
    const ending = takenOverBy(agent);
    await assign(tx, { conversation, agent, force, ending, reason, isClaim }, ctx);
  });
  return showConversation(id, ctx);
}

import type { Conversation, Transfer } from "@livechat/contract";
import { type AgentCaller, canSupervise } from "../auth/caller.ts";
import { showConversation } from "../conversation/read-conversation.ts";
import { isOwnedBy, requeue } from "../conversation/requeue.ts";
import type { Context } from "../platform/context.ts";
import { refused } from "../platform/error.ts";
import { assign } from "../routing/assign.ts";
import { agents } from "../store/agents.ts";
import { conversations, type StoredConversation } from "../store/conversations.ts";
import { groups, type StoredGroup } from "../store/groups.ts";
import { type Tx, transact } from "../store/transact.ts";

interface Transferring {
  readonly input: Transfer;
  readonly caller: AgentCaller;
}

function checkMayTransfer(conversation: StoredConversation, caller: AgentCaller): void {
  if (canSupervise(caller)) return;
  if (conversation.status !== "closed" && conversation.assignedAgentId === caller.id) return;
  throw refused("owner_only_transfer");
}

function noteOf({ input, caller }: Transferring) {
  return input.note ? { authorId: caller.id, text: input.note } : undefined;
}

interface Target {
  readonly conversation: StoredConversation;
  readonly transferring: Transferring;
}

async function toAgent(
  tx: Tx,
  { conversation, agentId, transferring }: Target & { agentId: string },
  ctx: Context,
): Promise<void> {
  const agent = await tx.needActive(agents, agentId);
  if (isOwnedBy(conversation, agentId)) return;
  const text = `The conversation was transferred to ${agent.name}.`;
  const metadata = { agentId, agentName: agent.name };
  const ending = { systemType: "transferred", text, metadata } as const;
  const facts = { force: false, ending, reason: "Transferred by hand.", note: noteOf(transferring) };
  await assign(tx, { conversation, agent, ...facts }, ctx);
}

/** Who passes a conversation on does not get it back by itself, as long as the group has anybody else. */
function sendersOf({ conversation, transferring }: Target, { agentIds }: StoredGroup): string[] {
  const { id } = transferring.caller;
  const isSender = conversation.status !== "pending" && conversation.assignedAgentId === id;
  return isSender && agentIds.includes(id) && agentIds.length > 1 ? [id] : [];
}

async function toGroup(tx: Tx, target: Target & { groupId: string }, ctx: Context): Promise<void> {
  const { conversation, groupId, transferring } = target;
  const group = await tx.needActive(groups, groupId);
  if (conversation.status === "pending" && conversation.groupId === groupId) return;
  const text = `The conversation was transferred to ${group.name}.`;
  const reason = { systemType: "transferred", text, metadata: { groupId, groupName: group.name } } as const;
  const facts = { end: "transferred_out", forgetsOwner: true, note: noteOf(transferring) } as const;
  const excludedAgentIds = sendersOf(target, group);
  await requeue(tx, { conversation, group, reason, excludedAgentIds, ...facts }, ctx);
}

/**
 * Transfers an open conversation to an agent, at once, or to a group, in whose queue it waits. A note becomes a
 * private message in the new thread. To where it is already, nothing changes.
 * @throws ChatError `not_found` (conversation, agent, group), `authorization`, `conversation_closed`,
 * `agent_unavailable`.
 */
export async function transferConversation(
  id: string,
  transferring: Transferring,
  ctx: Context,
): Promise<Conversation> {
  const { input, caller } = transferring;
  await transact(ctx, async (tx) => {
    const conversation = await tx.need(conversations, id);
    checkMayTransfer(conversation, caller);
    if (conversation.status === "closed") {
      throw refused("closed_reopen_first");
    }
    const target = { conversation, transferring };
    if ("agentId" in input) return toAgent(tx, { ...target, agentId: input.agentId }, ctx);
    return toGroup(tx, { ...target, groupId: input.groupId }, ctx);
  });
  return showConversation(id, ctx);
}

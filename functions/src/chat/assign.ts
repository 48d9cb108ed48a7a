import type { Conversation } from "@livechat/contract";
import { FieldValue, type Transaction } from "firebase-admin/firestore";
import { agentChange } from "../agent/agent-changes.ts";
import { type AgentCaller, oversees } from "../auth/caller.ts";
import { showConversation } from "../conversation/read-conversation.ts";
import { prepareRelease } from "../conversation/release.ts";
import type { Context } from "../platform/context.ts";
import { ChatError, forbidden, notFound } from "../platform/error.ts";
import { enqueueDeadlineLater, enqueueDrainOfAgentLater } from "../queue/enqueue.ts";
import { refreshBoardLater } from "../queue/summary.ts";
import { explain } from "../routing/explain.ts";
import { answerDueAt, type HandOver, writeHandOver } from "../routing/hand-over.ts";
import { readLapsed } from "../routing/read-candidates.ts";
import { explainRefusal, refusalOf } from "../routing/refusal.ts";
import { agents, type StoredAgent } from "../store/agents.ts";
import { conversations, type StoredConversation } from "../store/conversations.ts";
import { groups } from "../store/groups.ts";

export interface Giving {
  readonly conversation: StoredConversation;
  readonly agent: StoredAgent;
  /** Whatever the agent's state: only deletion is never overridden. */
  readonly force: boolean;
  readonly ending: HandOver["ending"];
  readonly reason: string;
  readonly note?: HandOver["note"];
}

/** What the caller does after the commit, see `afterGiving`. */
export interface Given {
  readonly conversationId: string;
  readonly groupId: string;
  readonly wasWaiting: boolean;
  readonly formerOwnerId: string | null;
  readonly dueAt: string | null;
}

/** @throws ChatError `not_found` for an unknown or deleted agent. */
export async function getGivable(tx: Transaction, agentId: string, ctx: Context): Promise<StoredAgent> {
  const agent = agents.parse(await tx.get(agents.ref(ctx.db, agentId)));
  if (!agent || agent.isDeleted) throw notFound("agent");
  return agent;
}

function checkEligible({ conversation, agent }: Giving, lapsedIds: ReadonlySet<string>): void {
  const demand = { ...conversation, automatic: false };
  const refusal = refusalOf(agent, demand, lapsedIds.has(agent.id));
  if (refusal === null) return;
  throw new ChatError("agent_unavailable", `${agent.name} ${explainRefusal(refusal)}.`, {
    details: [{ path: "agentId", message: refusal }],
  });
}

function writeAgent(tx: Transaction, { conversation, agent }: Giving, ctx: Context): void {
  const activeConversationIds = [...agent.activeConversationIds, conversation.id];
  const { fields } = agentChange(agent, { activeConversationIds, lastAssignedOrder: 0 }, ctx.now());
  tx.update(agents.ref(ctx.db, agent.id), { ...fields, lastAssignedAt: FieldValue.serverTimestamp() });
}

/**
 * Gives one open conversation to one agent inside a transaction that has written nothing yet, whoever owned it.
 * @throws ChatError `agent_unavailable` that names why, unless forced.
 */
export async function giveIn(tx: Transaction, giving: Giving, ctx: Context): Promise<Given> {
  const { conversation, agent, force, ending, reason, note } = giving;
  const lapsedIds = new Set(await readLapsed(tx, [agent], ctx));
  if (!force) checkEligible(giving, lapsedIds);
  const group = groups.parse(await tx.get(groups.ref(ctx.db, conversation.groupId)));
  if (!group) throw notFound("group");
  const release = await prepareRelease(tx, conversation, ctx);
  const known = [{ agent, activeChats: agent.activeChats }];
  const { passedAgentIds } = conversation;
  const why = { strategy: "manual", reason, chosenAgentId: agent.id } as const;
  const decision = explain({ group, passedAgentIds, known, others: [], lapsedIds, ...why });
  release.write("transferred_out");
  writeHandOver(tx, { conversation, group, agent, ending, decision, note }, ctx);
  writeAgent(tx, giving, ctx);
  return {
    conversationId: conversation.id,
    groupId: conversation.groupId,
    wasWaiting: conversation.status === "pending",
    formerOwnerId: release.owner?.id ?? null,
    dueAt: answerDueAt(group, ctx)?.toISOString() ?? null,
  };
}

export async function afterGiving(given: Given, ctx: Context): Promise<void> {
  const { conversationId, dueAt, formerOwnerId, wasWaiting, groupId } = given;
  if (dueAt) await enqueueDeadlineLater({ kind: "answer", conversationId, at: dueAt }, ctx);
  if (formerOwnerId) await enqueueDrainOfAgentLater(formerOwnerId, ctx);
  if (wasWaiting) await refreshBoardLater(groupId, ctx);
}

export interface Assigning {
  readonly agentId: string;
  readonly force?: boolean | undefined;
}

/** Agents claim what waits in their groups; everything else is for supervisors and admins. */
function checkMayAssign(agentId: string, force: boolean, caller: AgentCaller): void {
  if (oversees(caller)) return;
  if (agentId !== caller.id) throw forbidden("Agents may claim conversations for themselves only.");
  if (force) throw forbidden("Only supervisors and admins may force an assignment.");
}

function checkMayClaim(conversation: StoredConversation, agent: StoredAgent, caller: AgentCaller): void {
  if (oversees(caller)) return;
  if (!agent.groupIds.includes(conversation.groupId)) {
    throw forbidden("This conversation belongs to another group.");
  }
  if (conversation.status === "active") {
    throw new ChatError("not_allowed", "Another agent has this conversation by now.");
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
  const given = await ctx.db.runTransaction(async (tx) => {
    const conversation = conversations.parse(await tx.get(conversations.ref(ctx.db, id)));
    if (!conversation) throw notFound("conversation");
    const agent = await getGivable(tx, agentId, ctx);
    if (conversation.status === "closed") {
      throw new ChatError("conversation_closed", "The conversation is closed. Reopen it first.");
    }
    if (conversation.status === "active" && conversation.assignedAgentId === agentId) return null;
    checkMayClaim(conversation, agent, caller);
    const isClaim = caller.id === agentId;
    const reason = isClaim ? "Claimed by the agent." : `Assigned by hand${force ? ", by force" : ""}.`;
    const ending = { systemType: "thread_closed", text: `${agent.name} takes over.` } as const;
    return giveIn(tx, { conversation, agent, force, ending, reason }, ctx);
  });
  if (given) await afterGiving(given, ctx);
  return showConversation(id, ctx);
}

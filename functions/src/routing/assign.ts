import { LIMITS } from "@livechat/contract";
import { FieldValue } from "firebase-admin/firestore";
import { agentChange } from "../agent/agent-changes.ts";
import { prepareRelease } from "../conversation/release.ts";
import { readMemory } from "../conversation/routing-memory.ts";
import type { Context } from "../platform/context.ts";
import { refused } from "../platform/error.ts";
import { enqueueDrainOfAgentLater } from "../queue/enqueue.ts";
import { refreshSummaryLater } from "../queue/summary.ts";
import { agents, type StoredAgent } from "../store/agents.ts";
import type { StoredConversation } from "../store/conversations.ts";
import { groups, type StoredGroup } from "../store/groups.ts";
import type { Tx } from "../store/transact.ts";
import { readExpiredLeases } from "./candidates.ts";
import { refusalOf } from "./eligibility.ts";
import { explain } from "./explain.ts";
import { type NewAssignment, writeAssignment } from "./write-assignment.ts";

export interface Assign {
  readonly conversation: StoredConversation;
  readonly agent: StoredAgent;
  /** Whatever the agent's state: only deletion is never overridden. */
  readonly force: boolean;
  /** How the thread before ends. */
  readonly ending: NewAssignment["ending"];
  /** Why, in a sentence for people. */
  readonly reason: string;
  /** The agent takes it: also who has passed it on, or has let its deadline pass, may. */
  readonly isClaim?: boolean;
  readonly note?: NewAssignment["note"];
}

interface Checked {
  readonly conversation: Pick<StoredConversation, "groupId">;
  readonly agent: StoredAgent;
}

function checkEligible(
  { conversation: { groupId }, agent }: Checked,
  { timedOutAgentIds, leaseExpired }: { timedOutAgentIds: readonly string[]; leaseExpired: boolean },
): void {
  const refusal = refusalOf(agent, { groupId, timedOutAgentIds, automatic: false }, leaseExpired);
  if (refusal === null) return;
  const details = [{ path: "agentId", message: refusal }];
  throw refused(`agent_${refusal}`, { name: agent.name }, { details });
}

/** The agent's document names them all. */
function checkRoom({ name, activeConversationIds }: StoredAgent): void {
  if (activeConversationIds.length < LIMITS.MAX_ACTIVE_CONVERSATIONS) return;
  throw refused("agent_full", { name, max: LIMITS.MAX_ACTIVE_CONVERSATIONS });
}

function writeAgent(
  tx: Tx,
  { conversation, agent }: Pick<Assign, "conversation" | "agent">,
  ctx: Context,
): void {
  const activeConversationIds = [...agent.activeConversationIds, conversation.id];
  const { fields } = agentChange(agent, { activeConversationIds, lastAssignedOrder: 0 }, ctx.now());
  tx.update(agents.ref(ctx.db, agent.id), { ...fields, lastAssignedAt: FieldValue.serverTimestamp() });
}

/**
 * Assigns one open conversation to one agent, whoever owned it, inside a transaction that has written nothing yet. With
 * `requeue` one of the two ways in which a conversation changes hands. Routing makes the same writes for many at once.
 * @throws ChatError `agent_unavailable` that names why, unless forced; `not_found` for the group.
 */
export async function assign(tx: Tx, change: Assign, ctx: Context): Promise<void> {
  const { conversation, agent, force, ending, reason, note, isClaim } = change;
  // Read side by side: each would be a round trip of its own.
  const [expired, group, release, { timedOutAgentIds }] = await Promise.all([
    readExpiredLeases(tx, [agent], ctx),
    tx.need(groups, conversation.groupId),
    prepareRelease(tx, conversation, ctx),
    readMemory(tx, conversation, ctx),
  ]);
  const expiredAgentIds = new Set(expired);
  const leaseExpired = expiredAgentIds.has(agent.id);
  if (!force) checkEligible(change, { timedOutAgentIds: isClaim ? [] : timedOutAgentIds, leaseExpired });
  checkRoom(agent);
  const candidates = [{ agent, activeChats: agent.activeChats }];
  const why = { strategy: "manual", reason, chosenAgentId: agent.id } as const;
  const decision = explain({ group, timedOutAgentIds, candidates, others: [], expiredAgentIds, ...why });
  writeAssignment(tx, { conversation, group, agent, ending, decision, note, release }, ctx);
  writeAgent(tx, change, ctx);
  const formerOwnerId = release.owner?.id;
  if (formerOwnerId) tx.afterCommit(() => enqueueDrainOfAgentLater(formerOwnerId, ctx));
  if (conversation.status === "pending") tx.afterCommit(() => refreshSummaryLater(group.id, ctx));
}

/** How a conversation that begins goes to an agent at once: what is checked when its group is known, and what is written. */
export interface FirstAssignment {
  /** @throws ChatError `agent_unavailable` that names why. */
  check(group: StoredGroup): void;
  write(conversation: StoredConversation, group: StoredGroup): void;
}

/** Reads what assigning a conversation that begins in this transaction needs, and returns the steps. */
export async function prepareFirstAssignment(
  tx: Tx,
  { agent, ending, reason }: Pick<Assign, "agent" | "ending" | "reason">,
  ctx: Context,
): Promise<FirstAssignment> {
  const expiredAgentIds = new Set(await readExpiredLeases(tx, [agent], ctx));
  const isExpired = expiredAgentIds.has(agent.id);
  return {
    check({ id: groupId }) {
      checkEligible({ conversation: { groupId }, agent }, { timedOutAgentIds: [], leaseExpired: isExpired });
      checkRoom(agent);
    },
    write(conversation, group) {
      const candidates = [{ agent, activeChats: agent.activeChats }];
      const why = { strategy: "manual", reason, chosenAgentId: agent.id } as const;
      const decision = explain({
        group,
        timedOutAgentIds: [],
        candidates,
        others: [],
        expiredAgentIds,
        ...why,
      });
      writeAssignment(tx, { conversation, group, agent, ending, decision }, ctx);
      writeAgent(tx, { conversation, agent }, ctx);
    },
  };
}

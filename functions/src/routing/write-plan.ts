import { FieldValue, type Timestamp } from "firebase-admin/firestore";
import { agentChange } from "../agent/agent-changes.ts";
import type { Context } from "../platform/context.ts";
import { agents, type StoredAgent } from "../store/agents.ts";
import type { StoredConversation } from "../store/conversations.ts";
import type { Tx } from "../store/transact.ts";
import { candidatesToName, readOtherMembers } from "./candidates.ts";
import { explain } from "./explain.ts";
import type { AssignmentPlan, PlannedAssignment, Waiting } from "./plan-assignments.ts";
import type { Demand, Planned, Snapshot } from "./snapshot.ts";
import { takenOverBy, writeAssignment } from "./write-assignment.ts";

/** A waiting conversation as it was read, without a lock. */
export interface WaitingConversation extends Waiting {
  readonly conversation: StoredConversation;
  /** What the condition of its write says: when it was last changed. */
  readonly unchangedSince: Timestamp;
}

export interface BatchDemand extends Demand {
  readonly waiting: readonly WaitingConversation[];
}

/** Members to name in the explanations, where those who were considered are all who could be routed to. */
async function readOthers(demand: Demand, { snapshot, plan }: Planned, ctx: Context): Promise<StoredAgent[]> {
  const { tiers, lastOwners } = snapshot;
  if (plan.assignments.length === 0 || tiers.some(({ complete }) => !complete)) return [];
  const knownIds = new Set([...tiers.flatMap((tier) => tier.agents), ...lastOwners].map(({ id }) => id));
  const max = candidatesToName(demand) - knownIds.size;
  return readOtherMembers(demand.group, { knownIds, max }, ctx);
}

interface Explainable {
  readonly demand: BatchDemand;
  readonly snapshot: Snapshot;
  readonly others: readonly StoredAgent[];
}

function writeOne(
  tx: Tx,
  { assignment, demand, snapshot, others }: Explainable & { assignment: PlannedAssignment },
  ctx: Context,
): void {
  const { conversationId, agent, reason, candidates } = assignment;
  const { group, waiting } = demand;
  const found = waiting.find(({ id }) => id === conversationId);
  if (!found) throw new Error("Only waiting conversations are planned.");
  const { conversation, timedOutAgentIds, unchangedSince } = found;
  const why = { strategy: group.routingStrategy, reason, chosenAgentId: agent.id };
  const { expiredAgentIds } = snapshot;
  const decision = explain({ group, timedOutAgentIds, candidates, others, expiredAgentIds, ...why });
  const ending = takenOverBy(agent);
  writeAssignment(tx, { conversation, group, agent, ending, decision, unchangedSince }, ctx);
}

/** One write for each agent, however many conversations it gets. */
function writeAgents(tx: Tx, { assignments }: AssignmentPlan, ctx: Context): void {
  const byAgent = new Map<string, { agent: StoredAgent; ids: string[]; lastAssignedOrder: number }>();
  for (const [order, { agent, conversationId }] of assignments.entries()) {
    const ids = [...(byAgent.get(agent.id)?.ids ?? []), conversationId];
    byAgent.set(agent.id, { agent, ids, lastAssignedOrder: order });
  }
  for (const { agent, ids, lastAssignedOrder } of byAgent.values()) {
    const activeConversationIds = [...agent.activeConversationIds, ...ids];
    const { fields } = agentChange(agent, { activeConversationIds, lastAssignedOrder }, ctx.now());
    tx.update(agents.ref(ctx.db, agent.id), { ...fields, lastAssignedAt: FieldValue.serverTimestamp() });
  }
}

/** Writes a plan in the transaction that read its snapshot, with an explanation of each assignment. */
export async function writePlan(
  tx: Tx,
  { demand, planned }: { demand: BatchDemand; planned: Planned },
  ctx: Context,
): Promise<void> {
  const { snapshot, plan } = planned;
  const others = await readOthers(demand, planned, ctx);
  for (const assignment of plan.assignments) writeOne(tx, { assignment, demand, snapshot, others }, ctx);
  writeAgents(tx, plan, ctx);
}

import type { AgentStatus } from "@livechat/contract";
import type { StoredAgent } from "../store/agents.ts";

/** The name of a routing pool: a group's agents of one priority who could take a conversation now. */
export function routingPool(groupId: string, priority: string): string {
  return `${groupId}:${priority}`;
}

/** Those that routing assigns to; the first is tried first. Supervisors of a group are assigned nothing by routing. */
export const ROUTED_PRIORITIES = ["first", "normal", "last"] as const;

/** The pools of a group, for a query of all who could take one of its conversations now. */
export function routingPoolsOf(groupId: string): string[] {
  return ROUTED_PRIORITIES.map((priority) => routingPool(groupId, priority));
}

/** What shows: the agent's own choice, except that a lapsed lease shows online as away. */
function shownStatus({ chosenStatus, leaseLapsed }: StoredAgent): AgentStatus {
  return leaseLapsed && chosenStatus === "online" ? "away" : chosenStatus;
}

/** Pools of the agent's groups, without those in which it is a supervisor: they never get conversations by routing. */
function poolsOf({ groupIds, priorities }: StoredAgent): string[] {
  return groupIds
    .map((groupId) => ({ groupId, priority: priorities[groupId] ?? "normal" }))
    .filter(({ priority }) => priority !== "supervisor")
    .map(({ groupId, priority }) => routingPool(groupId, priority));
}

/**
 * The agent with its derived fields recomputed: `status`, `activeChats`, `freeSlots` and `routingPools`. Every write
 * of an agent goes through here, so that the index that routing queries can never disagree with the agent.
 */
export function withDerived(agent: StoredAgent): StoredAgent {
  const status = shownStatus(agent);
  const activeChats = agent.activeConversationIds.length;
  const freeSlots = agent.maxConcurrentChats - activeChats;
  const isUp = status === "online" && !agent.isDeleted && agent.pausedUntil === null;
  const routable = isUp && agent.acceptingChats && freeSlots > 0;
  return { ...agent, status, activeChats, freeSlots, routingPools: routable ? poolsOf(agent) : [] };
}

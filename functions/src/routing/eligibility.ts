import type { Refusal } from "@livechat/contract";
import type { StoredAgent } from "../store/agents.ts";

/** The conversation's side of eligibility. */
export interface Demand {
  readonly groupId: string;
  readonly timedOutAgentIds: readonly string[];
  /** Routing assigns nothing to the supervisors of a group; people may. */
  readonly automatic: boolean;
}

/**
 * Why the agent is not eligible for the conversation, or null when it is. The most lasting reason comes first.
 * @param leaseExpired whether the agent needs a lease and has none now.
 */
export function refusalOf(agent: StoredAgent, demand: Demand, leaseExpired: boolean): Refusal | null {
  if (agent.isDeleted) return "deleted";
  if (!agent.groupIds.includes(demand.groupId)) return "not_in_group";
  if (demand.automatic && agent.priorities[demand.groupId] === "supervisor") return "supervisor_only";
  if (agent.chosenStatus === "offline") return "offline";
  if (agent.chosenStatus === "away") return "away";
  if (agent.pausedUntil !== null) return "paused";
  if (leaseExpired || agent.leaseLapsed) return "lease_expired";
  if (!agent.acceptingChats) return "not_accepting";
  if (agent.activeChats >= agent.maxConcurrentChats) return "at_limit";
  if (demand.timedOutAgentIds.includes(agent.id)) return "passed_deadline";
  return null;
}

const EXPLANATIONS: Record<Refusal, string> = {
  deleted: "is deleted",
  not_in_group: "is not in the conversation's group",
  offline: "is offline",
  away: "is away",
  not_accepting: "does not accept conversations just now",
  at_limit: "has as many conversations as allowed",
  lease_expired: "has no open console",
  passed_deadline: "let this conversation's answer deadline pass, or passed it on",
  supervisor_only: "supervises the group",
  paused: "is paused after failures",
};

/** A refusal as the end of a sentence that begins with the agent's name. */
export function explainRefusal(refusal: Refusal): string {
  return EXPLANATIONS[refusal];
}

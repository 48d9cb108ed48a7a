import { type Decision, LIMITS, type RoutingStrategy } from "@livechat/contract";
import type { StoredAgent } from "../store/agents.ts";
import type { StoredGroup } from "../store/groups.ts";
import { refusalOf } from "./eligibility.ts";
import type { Considered } from "./plan-assignments.ts";

/** A decision before it is stamped. */
export type Explained = Omit<Decision, "decidedAt">;

export interface Explanation {
  readonly group: StoredGroup;
  readonly timedOutAgentIds: readonly string[];
  /** Whoever was considered, with their load at that moment. */
  readonly candidates: readonly Considered[];
  /** Members who were not considered because they could not be routed to, as far as they were looked up. */
  readonly others: readonly StoredAgent[];
  readonly expiredAgentIds: ReadonlySet<string>;
  readonly strategy: RoutingStrategy | "manual";
  readonly reason: string;
  readonly chosenAgentId: string | null;
}

type Named = Decision["candidates"][number];

function nameCandidate({ agent, activeChats }: Considered, explanation: Explanation): Named {
  const { group, timedOutAgentIds, expiredAgentIds, strategy } = explanation;
  const demand = { groupId: group.id, timedOutAgentIds, automatic: strategy !== "manual" };
  const refusedBecause = refusalOf({ ...agent, activeChats }, demand, expiredAgentIds.has(agent.id));
  const { id: agentId, maxConcurrentChats } = agent;
  return { agentId, eligible: refusedBecause === null, refusedBecause, activeChats, maxConcurrentChats };
}

/** The chosen agent first, so that a cap never leaves it out. */
function inOrder({ candidates, others, chosenAgentId }: Explanation): Considered[] {
  const all = [...candidates, ...others.map((agent) => ({ agent, activeChats: agent.activeChats }))];
  const isChosen = ({ agent }: Considered) => agent.id === chosenAgentId;
  return [...all.filter(isChosen), ...all.filter((candidate) => !isChosen(candidate))];
}

/** Who was considered, who was refused and why, who was chosen. Names the first candidates of a large group. */
export function explain(explanation: Explanation): Explained {
  const { group, strategy, reason, chosenAgentId } = explanation;
  const candidates = inOrder(explanation)
    .slice(0, LIMITS.MAX_DECISION_CANDIDATES)
    .map((candidate) => nameCandidate(candidate, explanation));
  const members = new Set([...group.agentIds, ...candidates.map(({ agentId }) => agentId)]);
  const candidatesCapped = strategy !== "manual" && candidates.length < members.size;
  return { strategy, reason, candidates, candidatesCapped, chosenAgentId };
}

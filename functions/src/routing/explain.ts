import { type Decision, LIMITS, type RoutingStrategy } from "@livechat/contract";
import type { StoredAgent } from "../store/agents.ts";
import type { StoredGroup } from "../store/groups.ts";
import type { Known } from "./decide-batch.ts";
import { refusalOf } from "./refusal.ts";

/** A decision before it is stamped. */
export type Explained = Omit<Decision, "decidedAt">;

export interface Explanation {
  readonly group: StoredGroup;
  readonly passedAgentIds: readonly string[];
  /** Whoever was considered, with their load at that moment. */
  readonly known: readonly Known[];
  /** Members who were not considered because they could not be routed to, as far as they were looked up. */
  readonly others: readonly StoredAgent[];
  readonly lapsedIds: ReadonlySet<string>;
  readonly strategy: RoutingStrategy | "manual";
  readonly reason: string;
  readonly chosenAgentId: string | null;
}

type Named = Decision["candidates"][number];

function nameCandidate({ agent, activeChats }: Known, explanation: Explanation): Named {
  const { group, passedAgentIds, lapsedIds, strategy } = explanation;
  const demand = { groupId: group.id, passedAgentIds, automatic: strategy !== "manual" };
  const refusedBecause = refusalOf({ ...agent, activeChats }, demand, lapsedIds.has(agent.id));
  const { id: agentId, maxConcurrentChats } = agent;
  return { agentId, eligible: refusedBecause === null, refusedBecause, activeChats, maxConcurrentChats };
}

/** The chosen agent first, so that a cap never cuts it off. */
function inOrder(explanation: Explanation): Known[] {
  const others = explanation.others.map((agent) => ({ agent, activeChats: agent.activeChats }));
  const all = [...explanation.known, ...others];
  const isChosen = ({ agent }: Known) => agent.id === explanation.chosenAgentId;
  return [...all.filter(isChosen), ...all.filter((known) => !isChosen(known))];
}

/** Who was considered, who was refused and why, who was chosen. Names the first candidates of a large group. */
export function explain(explanation: Explanation): Explained {
  const { group, strategy, reason, chosenAgentId } = explanation;
  const candidates = inOrder(explanation)
    .slice(0, LIMITS.MAX_DECISION_CANDIDATES)
    .map((known) => nameCandidate(known, explanation));
  const members = new Set([...group.agentIds, ...candidates.map(({ agentId }) => agentId)]);
  const candidatesCapped = strategy !== "manual" && candidates.length < members.size;
  return { strategy, reason, candidates, candidatesCapped, chosenAgentId };
}

import type { RoutingStrategy } from "@livechat/contract";

/** An eligible agent as a strategy sees it. */
export interface Candidate {
  readonly id: string;
  /** `maxConcurrentChats - activeChats`, more than 0. */
  readonly freeSlots: number;
  /** Orders candidates by their last assignment: the lower, the longer ago. */
  readonly turn: number;
}

export interface Choice {
  readonly agentId: string;
  /** Why, in a sentence for people. */
  readonly reason: string;
}

type Compare = (a: Candidate, b: Candidate) => number;

const byTurn: Compare = (a, b) => a.turn - b.turn || (a.id < b.id ? -1 : 1);
const byLoad: Compare = (a, b) => b.freeSlots - a.freeSlots || byTurn(a, b);

function first(candidates: readonly Candidate[], compare: Compare): Candidate | undefined {
  return candidates.reduce<Candidate | undefined>(
    (best, next) => (best && compare(best, next) <= 0 ? best : next),
    undefined,
  );
}

/**
 * Chooses among eligible agents by the group's strategy, or null when there is none. Pure: the engine, the simulator
 * and the tests call the same code.
 * @param stickyAgentId who last owned a conversation of this visitor; only the sticky strategy looks at it.
 */
export function chooseAgent(
  strategy: RoutingStrategy,
  candidates: readonly Candidate[],
  stickyAgentId: string | null = null,
): Choice | null {
  if (strategy === "round_robin") {
    const next = first(candidates, byTurn);
    return next ? { agentId: next.id, reason: "The last assignment is the longest ago." } : null;
  }
  const own = strategy === "sticky" && candidates.find(({ id }) => id === stickyAgentId);
  if (own) return { agentId: own.id, reason: "Owned the visitor's last conversation." };
  const freest = first(candidates, byLoad);
  if (!freest) return null;
  return { agentId: freest.id, reason: `The most free slots: ${freest.freeSlots}.` };
}

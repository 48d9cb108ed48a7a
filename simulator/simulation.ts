import type { RoutingStrategy } from "@livechat/contract";
import { withDerived } from "../functions/src/agent/with-derived.ts";
import { planAssignments, type Waiting } from "../functions/src/routing/plan-assignments.ts";
import type { StoredAgent } from "../functions/src/store/agents.ts";
import type { Arrival } from "./arrivals.ts";

export interface Staff {
  readonly agents: number;
  readonly slots: number;
}

export interface Outcome {
  readonly strategy: RoutingStrategy;
  /** Seconds that each visitor waited, in the order of arrival. */
  readonly waits: readonly number[];
  /** Conversations of each agent, by the agents' names. */
  readonly shares: readonly number[];
  /** Seconds for which each slot-second of the staff was used, of 1. */
  readonly utilisation: number;
  /** Returning visitors who got the agent they had before, of all returning ones. */
  readonly sameAgent: { readonly hits: number; readonly of: number };
  /** How many waited after each change, for the plot. */
  readonly queue: readonly { readonly atSeconds: number; readonly waiting: number }[];
}

const GROUP_ID = "simulated";
const NEVER = "2026-01-01T00:00:00.000Z";

function newAgent(index: number, slots: number): StoredAgent {
  return withDerived({
    id: `agent-${String(index + 1).padStart(3, "0")}`,
    name: `Agent ${index + 1}`,
    email: "",
    role: "agent",
    status: "online",
    chosenStatus: "online",
    acceptingChats: true,
    maxConcurrentChats: slots,
    activeChats: 0,
    activeConversationIds: [],
    groupIds: [GROUP_ID],
    avatarUrl: null,
    lastAssignedAt: null,
    hasPush: false,
    bot: null,
    lastAssignedOrder: 0,
    acceptingSince: null,
    kind: "human",
    pausedUntil: null,
    failuresInARow: 0,
    leased: false,
    leaseLapsed: false,
    signInsValidFrom: null,
    priorities: {},
    routingPools: [],
    freeSlots: slots,
    createdAt: NEVER,
    updatedAt: NEVER,
    isDeleted: false,
    deletedAt: null,
  });
}

interface Ending {
  readonly atSeconds: number;
  readonly agentId: string;
  readonly conversationId: string;
}

/** The group while time goes by. */
class SimulatedGroup {
  readonly staff: StoredAgent[];
  readonly waiting: { id: string; arrival: Arrival }[] = [];
  readonly endings: Ending[] = [];
  readonly waits = new Map<string, number>();
  readonly queue: { atSeconds: number; waiting: number }[] = [];
  readonly shares = new Map<string, number>();
  readonly lastAgent = new Map<string, string>();
  hits = 0;
  returning = 0;
  private turn = 0;
  private readonly turns = new Map<string, number>();

  constructor(
    private readonly strategy: RoutingStrategy,
    { agents, slots }: Staff,
  ) {
    this.staff = Array.from({ length: agents }, (_, i) => newAgent(i, slots));
  }

  /** In the order of the index that the strategy's query uses. */
  private pool(): StoredAgent[] {
    const turnOf = ({ id }: StoredAgent) => this.turns.get(id) ?? -1;
    const byTurn = (a: StoredAgent, b: StoredAgent) => turnOf(a) - turnOf(b) || (a.id < b.id ? -1 : 1);
    const free = this.staff.filter(({ freeSlots }) => freeSlots > 0);
    if (this.strategy === "round_robin") return free.toSorted(byTurn);
    return free.toSorted((a, b) => b.freeSlots - a.freeSlots || byTurn(a, b));
  }

  private batch(): Waiting[] {
    return this.waiting.map(({ id, arrival }) => ({
      id,
      lastAgentId: this.lastAgent.get(arrival.visitorId) ?? null,
      timedOutAgentIds: [],
    }));
  }

  private change(agentId: string, ids: (before: string[]) => string[]): void {
    const index = this.staff.findIndex(({ id }) => id === agentId);
    const agent = this.staff[index];
    if (!agent) throw new Error("Only agents of the group are chosen.");
    const activeConversationIds = ids(agent.activeConversationIds);
    this.staff[index] = withDerived({ ...agent, activeConversationIds });
  }

  private assign(conversationId: string, agentId: string, now: number): void {
    const index = this.waiting.findIndex(({ id }) => id === conversationId);
    const [taken] = this.waiting.splice(index, 1);
    if (!taken) throw new Error("Only waiting conversations are planned.");
    const { arrival } = taken;
    const last = this.lastAgent.get(arrival.visitorId);
    if (last !== undefined) this.returning += 1;
    if (last === agentId) this.hits += 1;
    this.lastAgent.set(arrival.visitorId, agentId);
    this.turns.set(agentId, this.turn++);
    this.shares.set(agentId, (this.shares.get(agentId) ?? 0) + 1);
    this.waits.set(conversationId, now - arrival.atSeconds);
    this.change(agentId, (ids) => [...ids, conversationId]);
    const ending = { atSeconds: now + arrival.handlingSeconds, agentId, conversationId };
    const after = this.endings.findIndex(({ atSeconds }) => atSeconds > ending.atSeconds);
    this.endings.splice(after === -1 ? this.endings.length : after, 0, ending);
  }

  /** Plans as the engine does, from the head of the queue. */
  drain(now: number): void {
    const tiers = [{ agents: this.pool(), complete: true }];
    const others = { lastOwners: [], expiredAgentIds: new Set<string>(), onlyAgentIds: null };
    const input = { strategy: this.strategy, waiting: this.batch(), tiers, ...others };
    for (const { conversationId, agent } of planAssignments(input).assignments) {
      this.assign(conversationId, agent.id, now);
    }
    this.queue.push({ atSeconds: now, waiting: this.waiting.length });
  }

  /** Ends every conversation that is over by then, each freeing a slot. */
  endUntil(limit: number): void {
    for (let next = this.endings[0]; next && next.atSeconds <= limit; next = this.endings[0]) {
      const { agentId, conversationId, atSeconds } = next;
      this.endings.shift();
      this.change(agentId, (ids) => ids.filter((id) => id !== conversationId));
      if (this.waiting.length > 0) this.drain(atSeconds);
    }
  }
}

/** Lets the arrivals come to a group of equal agents under one strategy, to the end of the last conversation. */
export function simulate(arrivals: readonly Arrival[], strategy: RoutingStrategy, staff: Staff): Outcome {
  const group = new SimulatedGroup(strategy, staff);
  const ids = arrivals.map((_, i) => `conversation-${i + 1}`);
  for (const [i, arrival] of arrivals.entries()) {
    group.endUntil(arrival.atSeconds);
    group.waiting.push({ id: ids[i] ?? "", arrival });
    group.drain(arrival.atSeconds);
  }
  const lastEnding = () => group.endings.at(-1)?.atSeconds ?? 0;
  let end = lastEnding();
  while (group.endings.length > 0) {
    end = lastEnding();
    group.endUntil(end);
  }
  const busy = arrivals.reduce((sum, { handlingSeconds }) => sum + handlingSeconds, 0);
  return {
    strategy,
    waits: ids.map((id) => group.waits.get(id) ?? 0),
    shares: group.staff.map(({ id }) => group.shares.get(id) ?? 0),
    utilisation: end > 0 ? busy / (end * staff.agents * staff.slots) : 0,
    sameAgent: { hits: group.hits, of: group.returning },
    queue: group.queue,
  };
}

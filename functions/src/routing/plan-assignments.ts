import type { RoutingStrategy } from "@livechat/contract";
import type { StoredAgent } from "../store/agents.ts";
import { type Candidate, type Choice, chooseAgent } from "./choose-agent.ts";

/** A waiting conversation, as far as routing looks at it. */
export interface Waiting {
  readonly id: string;
  /** Who last owned a conversation of this visitor. */
  readonly lastAgentId: string | null;
  /** Who let this conversation's answer deadline pass. */
  readonly timedOutAgentIds: readonly string[];
}

/** The routable agents of one priority, in the order of the strategy's query. */
export interface Tier {
  readonly agents: readonly StoredAgent[];
  /** False when the query reached its limit: more agents may follow behind the last one. */
  readonly complete: boolean;
}

export interface BatchInput {
  readonly strategy: RoutingStrategy;
  /** The longest-waiting first. */
  readonly waiting: readonly Waiting[];
  /** By priority, the first tried first. */
  readonly tiers: readonly Tier[];
  /** Sticky only: eligible last owners, also those whom the limit of their tier left out. */
  readonly lastOwners: readonly StoredAgent[];
  /** Agents whose lease turned out to have expired. */
  readonly expiredAgentIds: ReadonlySet<string>;
  /** The only agents who may take these conversations, because older ones wait in front; null: none do. */
  readonly onlyAgentIds: ReadonlySet<string> | null;
}

/** A candidate with the load it has at one point of the plan. */
export interface Considered {
  readonly agent: StoredAgent;
  readonly activeChats: number;
}

export interface PlannedAssignment {
  readonly conversationId: string;
  readonly agent: StoredAgent;
  /** Why, in a sentence for people. */
  readonly reason: string;
  readonly candidates: readonly Considered[];
}

export interface AssignmentPlan {
  readonly assignments: readonly PlannedAssignment[];
  /** Conversations left in the queue because everyone free let their answer deadline pass. */
  readonly skippedIds: readonly string[];
  /**
   * Why the plan ends.
   * - `complete`: every waiting conversation is planned or skipped
   * - `exhausted`: nobody is free
   * - `truncated`: the next choice may be an agent who was not read
   * - `order_violation`: the next choice belongs to an older conversation in front of these
   */
  readonly end: "complete" | "exhausted" | "truncated" | "order_violation";
}

/** An agent's load while the plan is made. */
interface AgentLoad {
  readonly agent: StoredAgent;
  activeChats: number;
  turn: number;
  /** Whether this plan assigns something to the agent. */
  isPlanned: boolean;
}

type Pick = (Choice & { agent: StoredAgent }) | "skipped" | "exhausted" | "truncated";

/** The candidates of one plan with their loads. An agent who is assigned a conversation becomes the last in turn. */
class CandidatePool {
  private readonly strategy: RoutingStrategy;
  private readonly tiers: { complete: boolean; lastFreeSlots: number; loads: AgentLoad[] }[];
  /** Last owners who are in none of the tiers. */
  private readonly lastOwners: AgentLoad[];
  private nextTurn: number;

  constructor({ tiers, lastOwners, expiredAgentIds, strategy }: BatchInput) {
    const live = (agents: readonly StoredAgent[]) => agents.filter(({ id }) => !expiredAgentIds.has(id));
    this.strategy = strategy;
    this.tiers = tiers.map(({ agents, complete }) => ({
      complete,
      lastFreeSlots: agents.at(-1)?.freeSlots ?? 0,
      loads: live(agents).map(toLoad),
    }));
    const inTiers = new Set(this.tiers.flatMap(({ loads }) => loads.map(({ agent }) => agent.id)));
    this.lastOwners = live(lastOwners)
      .filter(({ id }) => !inTiers.has(id))
      .map(toLoad);
    this.nextTurn = Math.max(0, ...tiers.map(({ agents }) => agents.length));
  }

  private all(): AgentLoad[] {
    return [...this.tiers.flatMap(({ loads }) => loads), ...this.lastOwners];
  }

  considered(): Considered[] {
    return this.all().map(({ agent, activeChats }) => ({ agent, activeChats }));
  }

  /** Tries the tiers in their order. Behind a tier that is not complete the next agent may be one who was not read. */
  pickNext(conversation: Waiting): Pick {
    const own = this.pickLastOwner(conversation);
    if (own) return own;
    for (const tier of this.tiers) {
      const choice = this.choose(tier.loads, conversation);
      if (choice && this.isSafe(choice.agent, tier)) return choice;
      if (!tier.complete) return "truncated";
    }
    return this.tiers.some(({ loads }) => loads.some(isFree)) ? "skipped" : "exhausted";
  }

  private pickLastOwner(conversation: Waiting): (Choice & { agent: StoredAgent }) | null {
    if (this.strategy !== "sticky") return null;
    const own = this.all().filter(({ agent }) => agent.id === conversation.lastAgentId);
    return this.choose(own, conversation);
  }

  private choose(loads: readonly AgentLoad[], { lastAgentId, timedOutAgentIds }: Waiting) {
    const eligible = loads.filter((load) => isFree(load) && !timedOutAgentIds.includes(load.agent.id));
    const choice = chooseAgent(this.strategy, eligible.map(toCandidate), lastAgentId);
    const agent = eligible.find((load) => load.agent.id === choice?.agentId)?.agent;
    return choice && agent ? { ...choice, agent } : null;
  }

  /**
   * Whether no agent whom the limit of an incomplete tier left out can be a better choice. The query's order says so of
   * an agent whom this plan has assigned nothing yet. Of one whom it has, it holds while that agent has more free slots
   * than the last agent read, because those left out have at most as many.
   */
  private isSafe({ id }: StoredAgent, { complete, loads, lastFreeSlots }: CandidatePool["tiers"][number]) {
    const load = loads.find(({ agent }) => agent.id === id);
    if (complete || !load?.isPlanned) return true;
    return this.strategy !== "round_robin" && toCandidate(load).freeSlots > lastFreeSlots;
  }

  /** Counts a planned assignment. */
  add({ id }: StoredAgent): void {
    const load = this.all().find(({ agent }) => agent.id === id);
    if (!load) throw new Error("Only candidates are chosen.");
    load.activeChats += 1;
    load.turn = this.nextTurn++;
    load.isPlanned = true;
  }
}

function toLoad(agent: StoredAgent, turn: number): AgentLoad {
  return { agent, activeChats: agent.activeChats, turn, isPlanned: false };
}

function isFree({ agent, activeChats }: AgentLoad): boolean {
  return activeChats < agent.maxConcurrentChats;
}

function toCandidate({ agent, activeChats, turn }: AgentLoad): Candidate {
  return { id: agent.id, freeSlots: agent.maxConcurrentChats - activeChats, turn };
}

/**
 * Plans who gets the waiting conversations, one after the other, the longest-waiting first. A conversation that everyone
 * free has timed out on does not block the next one; otherwise the order of the queue is kept. Pure: the engine, the
 * previews, the simulator and the tests call the same code.
 */
export function planAssignments(input: BatchInput): AssignmentPlan {
  const pool = new CandidatePool(input);
  const assignments: PlannedAssignment[] = [];
  const skippedIds: string[] = [];
  for (const conversation of input.waiting) {
    const candidates = pool.considered();
    const pick = pool.pickNext(conversation);
    if (pick === "skipped") skippedIds.push(conversation.id);
    else if (typeof pick === "string") return { assignments, skippedIds, end: pick };
    else {
      const { agent, reason } = pick;
      if (input.onlyAgentIds && !input.onlyAgentIds.has(agent.id)) {
        return { assignments, skippedIds, end: "order_violation" };
      }
      assignments.push({ conversationId: conversation.id, agent, reason, candidates });
      pool.add(agent);
    }
  }
  return { assignments, skippedIds, end: "complete" };
}

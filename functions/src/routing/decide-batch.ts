import type { RoutingStrategy } from "@livechat/contract";
import type { StoredAgent } from "../store/agents.ts";
import type { StoredConversation } from "../store/conversations.ts";
import { type Candidate, type Choice, chooseAgent } from "./choose-agent.ts";

export type Waiting = Pick<StoredConversation, "id" | "lastAgentId" | "passedAgentIds">;

/** The agents of one priority, in the order of the strategy's query. */
export interface Pool {
  readonly agents: readonly StoredAgent[];
  /** False when the query was cut by its limit: there may be more agents behind the last one. */
  readonly isWhole: boolean;
}

export interface BatchScene {
  readonly strategy: RoutingStrategy;
  /** Waiting conversations, the longest-waiting first. */
  readonly heads: readonly Waiting[];
  /** By priority, the first tried first. */
  readonly pools: readonly Pool[];
  /** Sticky only: eligible last owners of the heads' visitors, also when their pool was cut before them. */
  readonly owners: readonly StoredAgent[];
  /** Agents whose lease turned out to have ended. */
  readonly lapsedIds: ReadonlySet<string>;
  /** The only agents that may take one of these heads without overtaking somebody in front; null: nobody is there. */
  readonly onlyAgentIds: ReadonlySet<string> | null;
}

export interface Decided {
  readonly conversationId: string;
  readonly choice: Choice;
  /** Everyone who was known at this decision, with the load as of then. */
  readonly known: readonly Known[];
}

export interface Known {
  readonly agent: StoredAgent;
  readonly activeChats: number;
}

export interface Batch {
  readonly decided: readonly Decided[];
  /** Heads passed over because everyone free let their answer deadline pass. */
  readonly blockedIds: readonly string[];
  /** Whether the batch ended because nobody is free (and not because the heads ran out or the pools were cut). */
  readonly exhausted: boolean;
  /** Whether it ended because agents who were not read may come next. */
  readonly cut: boolean;
  /** Whether it ended because the next choice belongs to somebody in front of these heads. */
  readonly overtakes: boolean;
}

/** An agent's load while the batch is being decided. */
interface Load {
  readonly agent: StoredAgent;
  active: number;
  turn: number;
  wasGiven: boolean;
}

type Round = { choice: Choice } | { blocked: true } | { exhausted: true } | { cut: true };

/** Loads by pool, and of owners who are in none of them. Agents given something in this batch go behind all others in turn. */
class Bench {
  private readonly loads: Load[][];
  private readonly owners: Load[];
  private nextTurn: number;

  constructor(private readonly scene: BatchScene) {
    this.loads = scene.pools.map(({ agents }) =>
      agents.filter(({ id }) => !scene.lapsedIds.has(id)).map(toLoad),
    );
    const pooled = new Set(this.loads.flat().map(({ agent }) => agent.id));
    this.owners = scene.owners.filter(({ id }) => !pooled.has(id) && !scene.lapsedIds.has(id)).map(toLoad);
    this.nextTurn = Math.max(0, ...scene.pools.map(({ agents }) => agents.length));
  }

  all(): Load[] {
    return [...this.loads.flat(), ...this.owners];
  }

  /** Tries the pools in their order of priority. A pool that was cut hides who comes next: then the batch ends. */
  round(head: Waiting): Round {
    if (this.scene.strategy === "sticky") {
      const able = this.all().filter((load) => isFree(load) && load.agent.id === head.lastAgentId);
      const own = able.filter(({ agent }) => !hasPassed(head, agent)).map(toCandidate);
      const choice = chooseAgent("sticky", own, head.lastAgentId);
      if (choice) return { choice };
    }
    for (const [i, pool] of this.scene.pools.entries()) {
      const able = (this.loads[i] ?? []).filter((load) => isFree(load) && !hasPassed(head, load.agent));
      const choice = chooseAgent(this.scene.strategy, able.map(toCandidate));
      if (choice && this.isCertain(choice, pool)) return { choice };
      if (!pool.isWhole) return { cut: true };
    }
    return this.loads.flat().some(isFree) ? { blocked: true } : { exhausted: true };
  }

  /**
   * Behind a cut pool may be agents as good as its last one. Those who were given nothing yet come before them, because
   * the query says so; one who was given something does only if it still has more room.
   */
  private isCertain({ agentId }: Choice, { agents, isWhole }: Pool): boolean {
    const load = this.all().find(({ agent }) => agent.id === agentId);
    if (isWhole || !load?.wasGiven) return true;
    return (
      this.scene.strategy !== "round_robin" && toCandidate(load).freeSlots > (agents.at(-1)?.freeSlots ?? 0)
    );
  }

  take(agentId: string): void {
    const turn = this.nextTurn++;
    for (const load of this.all()) {
      if (load.agent.id !== agentId) continue;
      load.active += 1;
      load.turn = turn;
      load.wasGiven = true;
    }
  }
}

function toLoad(agent: StoredAgent, turn: number): Load {
  return { agent, active: agent.activeChats, turn, wasGiven: false };
}

function isFree({ agent, active }: Load): boolean {
  return active < agent.maxConcurrentChats;
}

function hasPassed(head: Waiting, agent: StoredAgent): boolean {
  return head.passedAgentIds.includes(agent.id);
}

function toCandidate({ agent, active, turn }: Load): Candidate {
  return { id: agent.id, freeSlots: agent.maxConcurrentChats - active, turn };
}

type Ending = Pick<Batch, "exhausted" | "cut" | "overtakes">;
const wentThrough: Ending = { exhausted: false, cut: false, overtakes: false };

/**
 * Decides who gets the waiting conversations, one after the other, longest-waiting first. A conversation that nobody
 * free may take (all let its deadline pass) does not block the next; otherwise the order is never broken. Pure.
 */
export function decideBatch(scene: BatchScene): Batch {
  const bench = new Bench(scene);
  const decided: Decided[] = [];
  const blockedIds: string[] = [];
  const endWith = (ending: Partial<Ending>): Batch => ({ decided, blockedIds, ...wentThrough, ...ending });
  for (const head of scene.heads) {
    const known = bench.all().map(({ agent, active }) => ({ agent, activeChats: active }));
    const round = bench.round(head);
    if ("choice" in round) {
      const { agentId } = round.choice;
      if (scene.onlyAgentIds && !scene.onlyAgentIds.has(agentId)) return endWith({ overtakes: true });
      decided.push({ conversationId: head.id, choice: round.choice, known });
      bench.take(agentId);
    } else if ("blocked" in round) blockedIds.push(head.id);
    else return endWith({ exhausted: "exhausted" in round, cut: "cut" in round });
  }
  return endWith({});
}

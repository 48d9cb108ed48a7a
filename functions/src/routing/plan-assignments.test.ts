import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StoredAgent } from "../store/agents.ts";
import { type BatchInput, planAssignments, type Tier, type Waiting } from "./plan-assignments.ts";

function agent(id: string, max: number, active = 0): StoredAgent {
  return { id, maxConcurrentChats: max, activeChats: active, freeSlots: max - active } as StoredAgent;
}

function waiting(count: number, fields: Partial<Waiting> = {}): Waiting[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `c${i}`,
    lastAgentId: null,
    timedOutAgentIds: [],
    ...fields,
  }));
}

const none = { lastOwners: [], expiredAgentIds: new Set<string>(), onlyAgentIds: null };
const tierOf = (...agents: StoredAgent[]): Tier => ({ agents, complete: true });

function chosen(input: BatchInput): string[] {
  return planAssignments(input).assignments.map(({ agent }) => agent.id);
}

describe("planAssignments", () => {
  it("takes turns within the batch and never goes beyond a limit", () => {
    const tiers = [tierOf(agent("a", 2), agent("b", 1), agent("c", 9, 8))];
    const input = { ...none, strategy: "round_robin", waiting: waiting(6), tiers } as const;
    expect(chosen(input)).toEqual(["a", "b", "c", "a"]);
    expect(planAssignments(input).end).toBe("exhausted");
  });

  it("tries priorities in their order", () => {
    const tiers = [tierOf(agent("first", 1)), tierOf(agent("normal", 1)), tierOf(agent("last", 1))];
    expect(chosen({ ...none, strategy: "least_loaded", waiting: waiting(4), tiers })).toEqual([
      "first",
      "normal",
      "last",
    ]);
  });

  it("stops where a truncated query hides who comes next", () => {
    const tiers = [{ agents: [agent("a", 1)], complete: false }, tierOf(agent("b", 5))];
    const plan = planAssignments({ ...none, strategy: "round_robin", waiting: waiting(3), tiers });
    expect(plan.assignments.map(({ agent }) => agent.id)).toEqual(["a"]);
    expect(plan.end).toBe("truncated");
  });

  it("stops before an agent gets a second one while a truncated query may hide one who got none", () => {
    const expiredAgentIds = new Set(["a", "b"]);
    const agents = ["a", "b", "c", "d"].map((id) => agent(id, 5));
    const input = { ...none, expiredAgentIds, waiting: waiting(3), tiers: [{ agents, complete: false }] };
    expect(chosen({ ...input, strategy: "round_robin" })).toEqual(["c", "d"]);
    expect(chosen({ ...input, strategy: "least_loaded" })).toEqual(["c", "d"]);
  });

  it("goes on with an agent who has more free slots than anybody whom a truncated query hides", () => {
    const tiers = [{ agents: [agent("a", 9), agent("b", 2), agent("c", 2)], complete: false }];
    const input = { ...none, strategy: "least_loaded", waiting: waiting(9), tiers } as const;
    expect(chosen(input)).toEqual(["a", "a", "a", "a", "a", "a", "a", "b", "c"]);
    expect(chosen({ ...input, strategy: "round_robin" })).toEqual(["a", "b", "c"]);
  });

  it("ends where the next choice belongs to an older conversation that was skipped", () => {
    const input = { ...none, strategy: "round_robin", waiting: waiting(3) } as const;
    const tiers = [tierOf(agent("a", 1), agent("b", 1))];
    const plan = planAssignments({ ...input, tiers, onlyAgentIds: new Set(["a"]) });
    expect(plan.assignments.map(({ agent }) => agent.id)).toEqual(["a"]);
    expect(plan.end).toBe("order_violation");
  });

  it("assigns nothing back to an agent who timed out on it, not even to the last owner", () => {
    const queue = waiting(1, { lastAgentId: "a", timedOutAgentIds: ["a"] });
    const tiers = [tierOf(agent("a", 9), agent("b", 1))];
    expect(
      chosen({ ...none, strategy: "sticky", waiting: queue, tiers, lastOwners: [agent("a", 9)] }),
    ).toEqual(["b"]);
  });

  it("skips a conversation that everyone free has timed out on, and only that one", () => {
    const queue = [...waiting(1, { timedOutAgentIds: ["a"] }), { ...waiting(1)[0], id: "next" } as Waiting];
    const plan = planAssignments({
      ...none,
      strategy: "round_robin",
      waiting: queue,
      tiers: [tierOf(agent("a", 5))],
    });
    expect(plan.skippedIds).toEqual(["c0"]);
    expect(plan.assignments.map(({ conversationId }) => conversationId)).toEqual(["next"]);
  });

  it("leaves out agents whose lease has expired", () => {
    const tiers = [tierOf(agent("a", 5), agent("b", 5))];
    const input = { ...none, strategy: "round_robin", waiting: waiting(2), tiers } as const;
    expect(chosen({ ...input, expiredAgentIds: new Set(["a"]) })).toEqual(["b", "b"]);
  });

  it("assigns returning visitors to their last owner, also when the query was truncated before it", () => {
    const queue = waiting(1, { lastAgentId: "own" });
    const tiers = [{ agents: [agent("a", 9)], complete: false }];
    expect(
      chosen({ ...none, strategy: "sticky", waiting: queue, tiers, lastOwners: [agent("own", 1)] }),
    ).toEqual(["own"]);
    expect(
      chosen({ ...none, strategy: "sticky", waiting: queue, tiers, lastOwners: [agent("own", 1, 1)] }),
    ).toEqual(["a"]);
  });

  it("is fair: of agents eligible throughout, nobody gets two more than another in a round robin", () => {
    const property = fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 0, max: 60 }),
      (n, count) => {
        const tiers = [tierOf(...Array.from({ length: n }, (_, i) => agent(`a${i}`, 100)))];
        const ids = chosen({ ...none, strategy: "round_robin", waiting: waiting(count), tiers });
        const shares = tiers[0]?.agents.map(({ id }) => ids.filter((other) => other === id).length) ?? [];
        expect(ids).toHaveLength(count);
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
      },
    );
    fc.assert(property);
  });

  it("plans the same for a batch as one by one", () => {
    const arbitraryAgents = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 });
    const property = fc.property(arbitraryAgents, fc.integer({ min: 1, max: 12 }), (limits, count) => {
      const agents = limits
        .map((max, i) => agent(`a${i}`, max))
        .toSorted((a, b) => b.maxConcurrentChats - a.maxConcurrentChats || (a.id < b.id ? -1 : 1));
      const queue = waiting(count);
      const atOnce = chosen({
        ...none,
        strategy: "least_loaded",
        waiting: queue,
        tiers: [tierOf(...agents)],
      });
      // With fewer known agents than the queue plus one, the query would have been truncated: the choice must not change.
      const known = agents.slice(0, count + 1);
      const complete = known.length === agents.length;
      const truncated = chosen({
        ...none,
        strategy: "least_loaded",
        waiting: queue,
        tiers: [{ agents: known, complete }],
      });
      expect(truncated).toEqual(atOnce.slice(0, truncated.length));
      expect(truncated.length).toBe(atOnce.length);
    });
    fc.assert(property);
  });
});

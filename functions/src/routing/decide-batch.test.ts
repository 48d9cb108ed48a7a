import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StoredAgent } from "../store/agents.ts";
import { decideBatch, type Pool, type Waiting } from "./decide-batch.ts";

function agent(id: string, max: number, active = 0): StoredAgent {
  return { id, maxConcurrentChats: max, activeChats: active, freeSlots: max - active } as StoredAgent;
}

function waiting(count: number, fields: Partial<Waiting> = {}): Waiting[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `c${i}`,
    lastAgentId: null,
    passedAgentIds: [],
    ...fields,
  }));
}

const none = { owners: [], lapsedIds: new Set<string>(), onlyAgentIds: null };
const whole = (...agents: StoredAgent[]): Pool => ({ agents, isWhole: true });

function chosen(scene: Parameters<typeof decideBatch>[0]): string[] {
  return decideBatch(scene).decided.map(({ choice }) => choice.agentId);
}

describe("decideBatch", () => {
  it("takes turns within the batch and never goes beyond a limit", () => {
    const pools = [whole(agent("a", 2), agent("b", 1), agent("c", 9, 8))];
    const scene = { ...none, strategy: "round_robin", heads: waiting(6), pools } as const;
    expect(chosen(scene)).toEqual(["a", "b", "c", "a"]);
    expect(decideBatch(scene).exhausted).toBe(true);
  });

  it("tries priorities in their order", () => {
    const pools = [whole(agent("first", 1)), whole(agent("normal", 1)), whole(agent("last", 1))];
    expect(chosen({ ...none, strategy: "least_loaded", heads: waiting(4), pools })).toEqual([
      "first",
      "normal",
      "last",
    ]);
  });

  it("stops where a cut query hides who comes next", () => {
    const pools = [{ agents: [agent("a", 1)], isWhole: false }, whole(agent("b", 5))];
    const batch = decideBatch({ ...none, strategy: "round_robin", heads: waiting(3), pools });
    expect(batch.decided.map(({ choice }) => choice.agentId)).toEqual(["a"]);
    expect(batch.exhausted).toBe(false);
  });

  it("stops before somebody gets a second one while a cut query may hide who got none", () => {
    const lapsedIds = new Set(["a", "b"]);
    const agents = ["a", "b", "c", "d"].map((id) => agent(id, 5));
    const scene = { ...none, lapsedIds, heads: waiting(3), pools: [{ agents, isWhole: false }] };
    expect(chosen({ ...scene, strategy: "round_robin" })).toEqual(["c", "d"]);
    expect(chosen({ ...scene, strategy: "least_loaded" })).toEqual(["c", "d"]);
  });

  it("goes on with who has more room than anybody whom a cut query hides", () => {
    const pools = [{ agents: [agent("a", 9), agent("b", 2), agent("c", 2)], isWhole: false }];
    const scene = { ...none, strategy: "least_loaded", heads: waiting(9), pools } as const;
    expect(chosen(scene)).toEqual(["a", "a", "a", "a", "a", "a", "a", "b", "c"]);
    expect(chosen({ ...scene, strategy: "round_robin" })).toEqual(["a", "b", "c"]);
  });

  it("ends where the next choice belongs to somebody who was passed over in front", () => {
    const scene = { ...none, strategy: "round_robin", heads: waiting(3) } as const;
    const pools = [whole(agent("a", 1), agent("b", 1))];
    const batch = decideBatch({ ...scene, pools, onlyAgentIds: new Set(["a"]) });
    expect(batch.decided.map(({ choice }) => choice.agentId)).toEqual(["a"]);
    expect(batch.overtakes).toBe(true);
  });

  it("gives nobody back to the agent who let it go by, not even its own", () => {
    const heads = waiting(1, { lastAgentId: "a", passedAgentIds: ["a"] });
    const pools = [whole(agent("a", 9), agent("b", 1))];
    expect(chosen({ ...none, strategy: "sticky", heads, pools, owners: [agent("a", 9)] })).toEqual(["b"]);
  });

  it("passes over a conversation that everyone free let pass, and only over that one", () => {
    const heads = [...waiting(1, { passedAgentIds: ["a"] }), { ...waiting(1)[0], id: "next" } as Waiting];
    const batch = decideBatch({ ...none, strategy: "round_robin", heads, pools: [whole(agent("a", 5))] });
    expect(batch.blockedIds).toEqual(["c0"]);
    expect(batch.decided.map(({ conversationId }) => conversationId)).toEqual(["next"]);
  });

  it("leaves out agents whose lease has ended", () => {
    const pools = [whole(agent("a", 5), agent("b", 5))];
    const scene = { ...none, strategy: "round_robin", heads: waiting(2), pools } as const;
    expect(chosen({ ...scene, lapsedIds: new Set(["a"]) })).toEqual(["b", "b"]);
  });

  it("gives returning visitors their own agent, also when the pool was cut before it", () => {
    const heads = waiting(1, { lastAgentId: "own" });
    const pools = [{ agents: [agent("a", 9)], isWhole: false }];
    expect(chosen({ ...none, strategy: "sticky", heads, pools, owners: [agent("own", 1)] })).toEqual(["own"]);
    expect(chosen({ ...none, strategy: "sticky", heads, pools, owners: [agent("own", 1, 1)] })).toEqual([
      "a",
    ]);
  });

  it("is fair: of agents eligible throughout, nobody gets two more than another in a round robin", () => {
    const property = fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 0, max: 60 }),
      (n, count) => {
        const pools = [whole(...Array.from({ length: n }, (_, i) => agent(`a${i}`, 100)))];
        const ids = chosen({ ...none, strategy: "round_robin", heads: waiting(count), pools });
        const shares = pools[0]?.agents.map(({ id }) => ids.filter((other) => other === id).length) ?? [];
        expect(ids).toHaveLength(count);
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
      },
    );
    fc.assert(property);
  });

  it("decides the same for a batch as one by one", () => {
    const arbitraryAgents = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 });
    const property = fc.property(arbitraryAgents, fc.integer({ min: 1, max: 12 }), (limits, count) => {
      const agents = limits
        .map((max, i) => agent(`a${i}`, max))
        .toSorted((a, b) => b.maxConcurrentChats - a.maxConcurrentChats || (a.id < b.id ? -1 : 1));
      const heads = waiting(count);
      const atOnce = chosen({ ...none, strategy: "least_loaded", heads, pools: [whole(...agents)] });
      // With fewer known agents than heads plus one, the query would have been cut: the choice must not change.
      const known = agents.slice(0, count + 1);
      const isWhole = known.length === agents.length;
      const cut = chosen({ ...none, strategy: "least_loaded", heads, pools: [{ agents: known, isWhole }] });
      expect(cut).toEqual(atOnce.slice(0, cut.length));
      expect(cut.length).toBe(atOnce.length);
    });
    fc.assert(property);
  });
});

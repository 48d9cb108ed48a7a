import { describe, expect, it } from "vitest";
import { chooseAgent } from "./choose-agent.ts";

const anna = { id: "anna", freeSlots: 1, turn: 2 };
const ben = { id: "ben", freeSlots: 4, turn: 3 };
const chloe = { id: "chloe", freeSlots: 4, turn: 1 };
const all = [anna, ben, chloe];

describe("chooseAgent", () => {
  it("gives a round robin's turn to whoever has waited longest for it", () => {
    expect(chooseAgent("round_robin", all)?.agentId).toBe("chloe");
    expect(chooseAgent("round_robin", [ben, { ...anna, turn: 3 }])?.agentId).toBe("anna");
  });

  it("prefers the most free slots, then the longest without an assignment, then the id", () => {
    expect(chooseAgent("least_loaded", all)?.agentId).toBe("chloe");
    expect(chooseAgent("least_loaded", [ben, anna])?.agentId).toBe("ben");
    expect(chooseAgent("least_loaded", [ben, { ...chloe, turn: 3 }])?.agentId).toBe("ben");
  });

  it("brings a visitor back to the same agent only when sticky, and falls back to the least loaded", () => {
    expect(chooseAgent("sticky", all, "anna")?.agentId).toBe("anna");
    expect(chooseAgent("least_loaded", all, "anna")?.agentId).toBe("chloe");
    expect(chooseAgent("sticky", all, "zoe")?.agentId).toBe("chloe");
    expect(chooseAgent("sticky", all, null)?.agentId).toBe("chloe");
  });

  it("chooses nobody from nobody", () => {
    for (const strategy of ["round_robin", "least_loaded", "sticky"] as const) {
      expect(chooseAgent(strategy, [], "anna")).toBeNull();
    }
  });
});

import { describe, expect, it } from "vitest";
import { agentSees } from "./agent-sees.ts";

const conversation = { assignedAgentId: "dora", groupId: "sales" };

describe("which conversations an agent sees", () => {
  it.each([
    ["a colleague of its group", { id: "ben", role: "agent", groupIds: ["sales"] }, true],
    ["its owner, also after leaving the group", { id: "dora", role: "agent", groupIds: ["support"] }, true],
    ["an agent of another group", { id: "ben", role: "agent", groupIds: ["support"] }, false],
    ["a supervisor of no group", { id: "sue", role: "supervisor", groupIds: [] }, true],
    ["an admin of no group", { id: "ada", role: "admin", groupIds: [] }, true],
  ] as const)("%s", (_who, viewer, sees) => {
    expect(agentSees(viewer, conversation)).toBe(sees);
  });
});

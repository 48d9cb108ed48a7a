import { describe, expect, it } from "vitest";
import type { StoredAgent } from "../store/agents.ts";
import { withDerived } from "./with-derived.ts";

const anna: StoredAgent = {
  id: "anna",
  name: "Anna",
  email: "anna@livechat.test",
  role: "agent",
  status: "offline",
  chosenStatus: "online",
  acceptingChats: true,
  maxConcurrentChats: 2,
  activeChats: 99,
  activeConversationIds: ["c1"],
  freeSlots: 99,
  groupIds: ["sales", "support"],
  avatarUrl: null,
  lastAssignedAt: null,
  hasPush: false,
  lastAssignedOrder: 0,
  kind: "human",
  pausedUntil: null,
  failuresInARow: 0,
  bot: null,
  leased: false,
  leaseLapsed: false,
  acceptingSince: null,
  signInsValidFrom: null,
  priorities: { support: "first" },
  routingPools: [],
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-01T00:00:00.000Z",
  isDeleted: false,
  deletedAt: null,
};

describe("withDerived", () => {
  it("counts from the conversations and names a pool per group", () => {
    expect(withDerived(anna)).toMatchObject({
      status: "online",
      activeChats: 1,
      freeSlots: 1,
      routingPools: ["sales:normal", "support:first"],
    });
  });

  it.each([
    ["away", { chosenStatus: "away" }],
    ["offline", { chosenStatus: "offline" }],
    ["not accepting", { acceptingChats: false }],
    ["full", { activeConversationIds: ["c1", "c2"] }],
    ["forced beyond the limit", { activeConversationIds: ["c1", "c2", "c3"] }],
    ["deleted", { isDeleted: true }],
    ["paused", { pausedUntil: "2026-01-01T00:10:00.000Z" }],
    ["without a lease", { leased: true, leaseLapsed: true }],
  ] as const)("leaves an agent who is %s out of every pool", (_why, change) => {
    expect(withDerived({ ...anna, ...change } as StoredAgent).routingPools).toEqual([]);
  });

  it("never routes to the supervisor of a group", () => {
    expect(withDerived({ ...anna, priorities: { support: "supervisor" } }).routingPools).toEqual([
      "sales:normal",
    ]);
  });

  it("shows a lapsed lease as away and keeps the choice", () => {
    const lapsed = withDerived({ ...anna, leased: true, leaseLapsed: true });
    expect(lapsed).toMatchObject({ status: "away", chosenStatus: "online" });
    expect(withDerived({ ...lapsed, leaseLapsed: false }).status).toBe("online");
    expect(withDerived({ ...lapsed, chosenStatus: "offline" }).status).toBe("offline");
  });
});

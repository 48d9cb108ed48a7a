import { describe, expect, it } from "vitest";
import { whatHappened } from "./what-happened.ts";

const queue = { queuedAt: "2026-03-02T09:00:00.000Z" };
const waiting = { status: "pending", groupId: "sales", assignedAgentId: null, queue } as const;
const silent = { ...waiting, queue: null };
const annas = { status: "active", groupId: "sales", assignedAgentId: "anna", queue: null } as const;
const bens = { ...annas, assignedAgentId: "ben" } as const;
const closed = { ...annas, status: "closed" } as const;

type Change = Parameters<typeof whatHappened>[0];

function told(before: Change["before"], after: Change["after"], isTransfer = false): string[] {
  const { beginnings, results } = whatHappened({ before, after, isTransfer });
  return [...beginnings, ...results].map((type) => type.replace("conversation.", ""));
}

describe("what happened to a conversation", () => {
  it("is that it was created and waits", () => {
    expect(told(null, waiting)).toEqual(["created", "queued"]);
  });

  it("is that it waits from its visitor's first words on", () => {
    expect(told(null, silent)).toEqual(["created"]);
    expect(told(silent, waiting)).toEqual(["queued"]);
  });

  it("is that it was assigned, once", () => {
    expect(told(waiting, annas)).toEqual(["assigned"]);
    expect(told(annas, annas)).toEqual([]);
  });

  it("is that it was taken from its owner and waits again", () => {
    expect(told(annas, waiting)).toEqual(["unassigned", "queued"]);
  });

  it("is that it was transferred, to another owner or into another queue", () => {
    expect(told(annas, bens, true)).toEqual(["transferred", "assigned"]);
    expect(told(annas, { ...waiting, groupId: "support" }, true)).toEqual([
      "transferred",
      "unassigned",
      "queued",
    ]);
    expect(told(waiting, { ...waiting, groupId: "support" }, true)).toEqual(["transferred", "queued"]);
  });

  it("is that it waits elsewhere when its group is deleted", () => {
    expect(told(waiting, { ...waiting, groupId: "support" })).toEqual(["queued"]);
  });

  it("is that it was closed, or reopened", () => {
    expect(told(annas, closed)).toEqual(["closed"]);
    expect(told(waiting, { ...waiting, status: "closed" })).toEqual(["closed"]);
    expect(told(closed, { ...waiting })).toEqual(["reopened", "queued"]);
    expect(told(closed, closed)).toEqual([]);
  });

  it("is nothing while messages come and go", () => {
    expect(told(waiting, waiting)).toEqual([]);
  });
});

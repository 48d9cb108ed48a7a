import { describe, expect, it } from "vitest";
import { askedIn, inList, listOf, NOBODY, passes, searchFor } from "./filter.ts";

const one = {
  assignedAgentId: "anna",
  groupId: "sales",
  tagIds: ["billing", "vip"],
  priority: "high",
  channel: "chat",
  lastMessage: { authorType: "agent", createdAt: "2026-03-02T09:00:00.000Z" },
  queue: null,
} as unknown as Parameters<typeof passes>[1];

const whole = {
  filter: {
    owner: "anna",
    group: "sales",
    tag: "vip",
    priority: "high",
    channel: "chat",
    unreplied: true,
  },
  sort: "oldest",
} as const;

describe("what an address asks of a list", () => {
  it("is the same after it was written and read", () => {
    expect(askedIn(searchFor(whole))).toEqual(whole);
    expect(askedIn("")).toEqual({ filter: {}, sort: null });
    expect(searchFor({ filter: {}, sort: null })).toBe("");
  });

  it("is nothing where it makes no sense", () => {
    const search = "?priority=enormous&channel=pigeon&sort=random&unreplied=perhaps&owner=&colour=red";
    expect(askedIn(search)).toEqual({ filter: {}, sort: null });
  });
});

describe("a filter", () => {
  it("lets everything through where it asks for nothing", () => {
    expect(passes({}, one)).toBe(true);
  });

  it.each([
    [{ owner: "anna" }, true],
    [{ owner: "ben" }, false],
    [{ owner: NOBODY }, false],
    [{ group: "sales" }, true],
    [{ group: "support" }, false],
    [{ tag: "billing" }, true],
    [{ tag: "late" }, false],
    [{ priority: "high" }, true],
    [{ priority: "low" }, false],
    [{ channel: "chat" }, true],
    [{ channel: "offline" }, false],
    [{ unreplied: true }, false],
    [{ tag: "vip", priority: "low" }, false],
    [{ tag: "vip", priority: "high", owner: "anna" }, true],
  ] as const)("%o: %s", (filter, is) => {
    expect(passes(filter, one)).toBe(is);
  });

  it("knows who waits for a word, and what is nobody's", () => {
    const waiting = {
      ...one,
      assignedAgentId: null,
      queue: { queuedAt: "2026-03-02T09:00:00.000Z" },
    };
    expect(passes({ owner: NOBODY, unreplied: true }, waiting)).toBe(true);
  });
});

describe("the address of a conversation", () => {
  it("keeps what its list asks for, there and back", () => {
    const list = `/inbox/groups${searchFor(whole)}`;
    expect(inList(list, "chat1")).toBe(`/inbox/groups/chat1${searchFor(whole)}`);
    expect(listOf(inList(list, "chat1"))).toBe(list);
    expect(listOf(inList("/inbox/mine", "chat1"))).toBe("/inbox/mine");
  });
});

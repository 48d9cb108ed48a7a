import { expect, it } from "vitest";
import { groupIdOf, groupViewName, isShown, isShownWaiting, type ViewScope } from "./view-filter.ts";
import { VIEWS, type ViewName } from "./views.ts";

const CHATS = {
  own: { groupId: "sales", channel: "chat", assignedAgentId: "anna" },
  bots: { groupId: "sales", channel: "chat", assignedAgentId: "robbie" },
  message: { groupId: "sales", channel: "offline", assignedAgentId: "anna" },
  others: { groupId: "support", channel: "chat", assignedAgentId: "ben" },
} as const;

const scope = (view: ViewName, groupId: string | null = null): ViewScope => ({
  view,
  groupId,
  me: { groupIds: ["sales"] },
  isBot: (id) => id === "robbie",
});
const names = (is: typeof isShown, of: ViewScope) =>
  Object.entries(CHATS).flatMap(([name, chat]) => (is(of, chat) ? [name] : []));

it("of bots, of messages for later, of own groups and of one group show what they name", () => {
  expect(names(isShown, scope("bots"))).toEqual(["bots"]);
  expect(names(isShown, scope("offline"))).toEqual(["message"]);
  expect(names(isShown, scope("groups"))).toEqual(["own", "bots", "message"]);
  expect(names(isShown, scope("groups", "support"))).toEqual(["others"]);
  expect(names(isShown, scope("all"))).toEqual(["own", "bots", "message", "others"]);
});

it("of those that nobody has shows who waits, and nothing else", () => {
  expect(names(isShown, scope("unassigned"))).toEqual([]);
  expect(names(isShownWaiting, scope("unassigned"))).toEqual(["own", "bots", "message", "others"]);
  expect(names(isShownWaiting, scope("offline"))).toEqual(["message"]);
  expect(names(isShownWaiting, scope("groups", "support"))).toEqual(["others"]);
  const without = VIEWS.filter((view) => names(isShownWaiting, scope(view)).length === 0);
  expect(without).toEqual(["mentions", "snoozed", "bots", "closed"]);
});

it("of a group has a name in addresses", () => {
  expect(groupIdOf(groupViewName("sales"))).toBe("sales");
  expect(groupIdOf("groups")).toBeNull();
});

import { describe, expect, it } from "vitest";
import { conversation, event } from "../../test/fakes.ts";
import { type TimelineItem, timelineOf } from "../conversation/timeline.ts";
import type { OutboxEntry } from "../sending/outbox.ts";
import { isWithBot, openChoices, optionsIn } from "./bot-offers.ts";

const OPTIONS = [
  { id: "order", label: "My order" },
  { id: "other", label: "Something else" },
];
const joined = (seq: number, agentId: string, isBot?: boolean) =>
  event(seq, {
    ...{ type: "system", systemType: "agent_joined", authorType: "system", authorId: null },
    metadata: { agentId, agentName: agentId, ...(isBot && { isBot }) },
  });
const bot = (seq: number, text = "Hello") => event(seq, { authorType: "bot", authorId: "robbie", text });
const asks = (seq: number, options: unknown = OPTIONS) =>
  event(seq, {
    type: "choices",
    authorType: "bot",
    authorId: "robbie",
    text: "What?",
    metadata: { options },
  });

const author = { authorType: "visitor", authorId: "vera1" } as const;
const told = (
  events: ReturnType<typeof event>[],
  changes: Parameters<typeof conversation>[0] = {},
  waiting: OutboxEntry[] = [],
): { conversation: ReturnType<typeof conversation>; timeline: TimelineItem[] } => ({
  conversation: conversation({ status: "active", assignedAgentId: "robbie", ...changes }),
  timeline: timelineOf(new Map(events.map((one) => [one.id, one])), waiting, author),
});

describe("a bot has the conversation", () => {
  it.each([
    ["as it joined, before a word", told([event(1), joined(2, "robbie", true)]), true],
    ["as it has written", told([event(1), joined(2, "robbie"), bot(3)]), true],
    ["not while nobody has it", told([bot(1)], { status: "pending", assignedAgentId: null }), false],
    ["not once it is closed", told([bot(1)], { status: "closed" }), false],
    ["not once a person has it", told([bot(1), joined(2, "anna")], { assignedAgentId: "anna" }), false],
  ])("%s", (_when, state, is) => {
    expect(isWithBot(state)).toBe(is);
  });
});

describe("a bot's question", () => {
  it("may be answered until the visitor says anything, what is on its way included", () => {
    const open = { eventId: asks(2).id, text: "What?", options: OPTIONS };
    expect(openChoices(told([event(1), asks(2)]))).toEqual(open);
    expect(openChoices(told([event(1), asks(2), bot(3, "Take your time.")]))).toEqual(open);
    expect(openChoices(told([event(1), asks(2), event(3)]))).toBe(null);
    const waiting = [{ id: "m1", conversationId: "chat1", text: "My order", error: null } as OutboxEntry];
    expect(openChoices(told([event(1), asks(2)], {}, waiting))).toBe(null);
  });

  it("is over with the bot's thread", () => {
    expect(openChoices(told([asks(1), joined(2, "anna")], { assignedAgentId: "anna" }))).toBe(null);
    expect(openChoices(told([asks(1)], { status: "pending", assignedAgentId: null }))).toBe(null);
    const another = event(2, { authorType: "bot", authorId: "wally" });
    expect(openChoices(told([asks(1), another], { assignedAgentId: "wally" }))).toBe(null);
  });

  it("offers what is an option, whatever else is stored", () => {
    expect(optionsIn(asks(1, [null, 1, { id: "a" }, OPTIONS[0]]))).toEqual([OPTIONS[0]]);
    expect(optionsIn(asks(1, "none"))).toEqual([]);
    expect(optionsIn(event(1, { metadata: { options: OPTIONS } }))).toEqual([]);
    expect(openChoices(told([asks(1, [])]))).toBe(null);
  });
});

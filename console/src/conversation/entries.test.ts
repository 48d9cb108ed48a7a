import type { TimelineItem } from "@livechat/chat-client";
import { describe, expect, it } from "vitest";
import { type Entry, entriesOf, firstUnread } from "./entries.ts";

const item = (id: string, minute: number, more: Partial<TimelineItem> = {}): TimelineItem => ({
  id,
  seq: minute,
  state: "sent",
  type: "message",
  authorType: "visitor",
  authorId: "v",
  text: id,
  systemType: null,
  visibility: "all",
  metadata: {},
  files: [],
  createdAt: new Date(2026, 0, 1, 12, minute).toISOString(),
  error: null,
  ...more,
});
const system = (id: string, minute: number, text = id) =>
  item(id, minute, { type: "system", authorType: "system", authorId: null, text });

const told = (entry: Entry): string => {
  if (entry.kind === "events") return `events ${entry.items.map(({ id }) => id).join("+")}`;
  if (entry.kind !== "message") return entry.kind;
  return `${entry.isFirst ? "[" : ""}${entry.item.id}${entry.isLast ? "]" : ""}`;
};
const entries = (timeline: TimelineItem[], unread: string | null = null) =>
  entriesOf(timeline, unread).map(told);

describe("the timeline", () => {
  it("groups messages of one author within five minutes", () => {
    const anna = { authorType: "agent", authorId: "anna" } as const;
    const timeline = [item("a", 0), item("b", 3), item("c", 9), item("d", 10, anna), item("e", 11, anna)];
    expect(entries(timeline)).toEqual(["day", "[a", "b]", "[c]", "[d", "e]"]);
  });

  it("never groups a note with what the visitor reads", () => {
    const anna = { authorType: "agent", authorId: "anna" } as const;
    const note = { ...anna, visibility: "agents" } as const;
    expect(entries([item("a", 0, anna), item("b", 0, note)])).toEqual(["day", "[a]", "[b]"]);
  });

  it("folds system events that follow each other, and reads one that was written twice once", () => {
    const timeline = [
      system("s1", 0, "Moved."),
      system("s2", 0, "Moved."),
      system("s3", 0),
      item("a", 1),
      system("s4", 2),
    ];
    expect(entries(timeline)).toEqual(["day", "events s1+s3", "[a]", "events s4"]);
  });

  it("has a line for each day", () => {
    const next = { createdAt: new Date(2026, 0, 2, 0, 1).toISOString() };
    expect(entries([item("a", 0), item("b", 1, next)])).toEqual(["day", "[a]", "day", "[b]"]);
  });

  it("shows where the unread begin, inside of a group too", () => {
    const timeline = [item("a", 0), item("b", 1), item("c", 2)];
    expect(entries(timeline, firstUnread(timeline, 2))).toEqual(["day", "[a", "unread", "[b", "c]"]);
    expect(firstUnread(timeline, 0)).toBeNull();
  });
});

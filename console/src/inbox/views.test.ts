import type { LiveConversation } from "@livechat/chat-client";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calmOrder, sorted, unansweredSince, urgencyOf } from "./views.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute)).toISOString();

function chat(id: string, minute: number, by: "visitor" | "agent" = "visitor"): LiveConversation {
  const lastMessage = { text: id, authorType: by, createdAt: at(minute) };
  return { id, lastMessage, queue: null, updatedAt: at(minute) } as LiveConversation;
}

const ids = (conversations: readonly LiveConversation[]) => conversations.map(({ id }) => id);

describe("the order of the list", () => {
  it("is who waits longest, then who waits for nothing, newest first", () => {
    const list = [
      chat("answered early", 1, "agent"),
      chat("late", 5),
      chat("answered late", 9, "agent"),
      chat("long", 2),
    ];
    expect(ids(sorted(list, "waiting"))).toEqual(["long", "late", "answered late", "answered early"]);
    expect(ids(sorted(list, "newest"))).toEqual(["answered late", "late", "long", "answered early"]);
    expect(ids(sorted(list, "oldest"))).toEqual(["answered early", "long", "late", "answered late"]);
  });

  it("counts a wait in the queue from its beginning, not from the last word", () => {
    const waiting = { ...chat("a", 9), queue: { queuedAt: at(3) } };
    expect(unansweredSince(waiting)).toBe(Date.parse(at(3)));
    expect(unansweredSince(chat("b", 4, "agent"))).toBeNull();
  });

  it("keeps what is under the pointer in its place", () => {
    expect(calmOrder(["a", "b", "c"], ["c", "d", "a"])).toEqual(["a", "c", "d"]);
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), fc.uniqueArray(fc.string()), (shown, wanted) => {
        const calm = calmOrder(shown, wanted);
        expect([...calm].sort()).toEqual([...wanted].sort());
        const stayed = shown.filter((id) => wanted.includes(id));
        expect(calm.slice(0, stayed.length)).toEqual(stayed);
      }),
    );
  });
});

it("an answer is soon late at half the group's deadline", () => {
  expect(urgencyOf(29_000, 60)).toBe("none");
  expect(urgencyOf(30_000, 60)).toBe("soon");
  expect(urgencyOf(60_000, 60)).toBe("late");
  expect(urgencyOf(1e9, null)).toBe("none");
});

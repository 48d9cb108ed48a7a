import { describe, expect, it } from "vitest";
import type { StoredConversation } from "../store/conversations.ts";
import { deadlinesAfter } from "./message-deadlines.ts";

const at = new Date("2026-03-02T09:00:00.000Z");
const due = "2026-03-02T09:05:00.000Z";
const byOwner = { isByVisitor: false, isByOwner: true, isNote: false, at };

function conversation(fields: Partial<StoredConversation>): StoredConversation {
  const timers = { answerDueAt: null, inactivityDueAt: null, visitorInactivitySeconds: null };
  return { status: "active", ...timers, ...fields } as StoredConversation;
}

describe("deadlinesAfter", () => {
  it("lets only the owner's visible answer meet the answer deadline", () => {
    const waiting = conversation({ answerDueAt: due });
    expect(deadlinesAfter(waiting, byOwner).fields).toEqual({ answerDueAt: null });
    expect(deadlinesAfter(waiting, { ...byOwner, isNote: true }).fields).toEqual({});
    expect(deadlinesAfter(waiting, { ...byOwner, isByOwner: false }).fields).toEqual({});
    expect(deadlinesAfter(waiting, { ...byOwner, isByVisitor: true, isByOwner: false }).fields).toEqual({});
  });

  it("makes it the visitor's turn after an agent's message, with one task for the first of them", () => {
    const quiet = conversation({ visitorInactivitySeconds: 300 });
    expect(deadlinesAfter(quiet, byOwner)).toEqual({
      fields: { inactivityDueAt: new Date(due) },
      startsInactivityAt: due,
    });
    const running = conversation({ visitorInactivitySeconds: 300, inactivityDueAt: due });
    expect(deadlinesAfter(running, byOwner).startsInactivityAt).toBeNull();
  });

  it("stops waiting for a visitor who writes", () => {
    const running = conversation({ visitorInactivitySeconds: 300, inactivityDueAt: due });
    const written = { ...byOwner, isByVisitor: true, isByOwner: false };
    expect(deadlinesAfter(running, written)).toEqual({
      fields: { inactivityDueAt: null },
      startsInactivityAt: null,
    });
  });
});

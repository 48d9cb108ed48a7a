import { type DocumentReference, FieldValue, Firestore } from "firebase-admin/firestore";
import { describe, expect, it } from "vitest";
import { agentGoneDefault } from "./agent-gone-default.ts";
import { reassignAt } from "./reassign-at.ts";
import { routingMemory } from "./routing-memory.ts";

const ref = {} as DocumentReference;

describe("the default for disconnected agents", () => {
  it("is set where nothing was, once, and leaves what was set and what is chosen afterwards", () => {
    const [change] = agentGoneDefault.changes({ ref, data: { settings: { agentGoneSeconds: null } } });
    expect(change?.fields).toMatchObject({ settings: { agentGoneSeconds: 60 } });
    expect(agentGoneDefault.changes({ ref, data: { settings: { agentGoneSeconds: 300 } } })).toEqual([]);
    const chosen = { ...change?.fields, settings: { agentGoneSeconds: null } };
    expect(agentGoneDefault.changes({ ref, data: chosen })).toEqual([]);
  });
});

describe("when conversations are due to be reassigned", () => {
  it("is copied from its former name, and not over what is newer", () => {
    expect(reassignAt.changes({ ref, data: { handOnAt: "then" } })).toEqual([
      { ref, fields: { reassignAt: "then" } },
    ]);
    expect(reassignAt.changes({ ref, data: { handOnAt: "then", reassignAt: "later" } })).toEqual([]);
    expect(reassignAt.changes({ ref, data: {} })).toEqual([]);
  });
});

describe("what routing remembers of a conversation", () => {
  const db = new Firestore({ projectId: "demo-livechat" });
  const conversation = db.doc("conversations/one");

  it("moves to its assignment, once, and adds to who timed out since", () => {
    const data = { lastAgentId: "anna", passedAgentIds: ["ben"] };
    const changes = routingMemory.changes({ ref: conversation, data });
    expect(changes.map(({ ref: { path } }) => path)).toEqual(["assignments/one", "conversations/one"]);
    const [memory, emptied] = changes.map(({ fields }) => fields);
    expect(memory?.lastAgentId).toBe("anna");
    expect(FieldValue.arrayUnion("ben").isEqual(memory?.timedOutAgentIds)).toBe(true);
    expect(routingMemory.changes({ ref: conversation, data: emptied ?? {} })).toEqual([]);
  });
});

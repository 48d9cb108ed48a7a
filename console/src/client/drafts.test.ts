import { beforeEach, describe, expect, it } from "vitest";
import { draftedIds, draftOf, forgetDrafts, keepDraft, ownDrafts } from "./drafts.ts";

const begun = { text: "Begun", throughSeq: 3 };

beforeEach(forgetDrafts);

describe("what was begun", () => {
  it("is there again for the agent who began it, whose session has ended meanwhile", () => {
    ownDrafts("anna");
    keepDraft("chat1", "reply", begun);
    ownDrafts("anna");
    expect(draftOf("chat1", "reply")).toEqual(begun);
    expect([...draftedIds.get()]).toEqual(["chat1"]);
  });

  it("is nobody else's", () => {
    ownDrafts("anna");
    keepDraft("chat1", "reply", begun);
    ownDrafts("ben");
    expect(draftOf("chat1", "reply")).toBeNull();
    expect([...draftedIds.get()]).toEqual([]);
  });

  it("of before it was known whose it is goes, too", () => {
    keepDraft("chat1", "note", begun);
    ownDrafts("anna");
    expect(draftOf("chat1", "note")).toBeNull();
  });
});

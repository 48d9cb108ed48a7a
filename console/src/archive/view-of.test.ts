import { viewFilter } from "@livechat/contract";
import { expect, it } from "vitest";
import { viewOf } from "./view-of.ts";

it("keeps of a search what views know, and says when that is not all of it", () => {
  const filter = { status: "closed", agent: "anna", group: "g", tag: "t" };
  const kept = { status: "closed", assignee: "anna", groupIds: ["g"], tagIds: ["t"] };
  expect(viewOf({ filter, words: [] })).toEqual({ filter: kept, leavesOut: false });
  expect(viewFilter.parse(kept)).toEqual(kept);
  expect(viewOf({ filter, words: ["lamp"] })?.leavesOut).toBe(true);
  for (const part of [{ from: "2026-03-01" }, { to: "2026-03-01" }, { rated: "bad" }, { has: "file" }]) {
    expect(viewOf({ filter: { tag: "t", ...part }, words: [] })).toEqual({
      filter: { tagIds: ["t"] },
      leavesOut: true,
    });
  }
});

it("is no view of everything", () => {
  expect(viewOf({ filter: { has: "file" }, words: ["lamp"] })).toBeNull();
});

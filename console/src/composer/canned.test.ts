import type { CannedResponse } from "@livechat/contract";
import { describe, expect, it } from "vitest";
import { answered, filled, hasBlank, isCertain, questionsIn, shortcutAt, suggestionsFor } from "./canned.ts";

const response = (shortcut: string, more: Partial<CannedResponse> = {}) =>
  ({ id: shortcut, shortcut, title: shortcut, text: "…", usageCount: 0, ...more }) as CannedResponse;
const shortcuts = (found: CannedResponse[]) => found.map(({ shortcut }) => shortcut);

describe("canned responses", () => {
  it("are asked for by a slash that begins a word", () => {
    expect(shortcutAt("/he", 3)).toEqual({ at: 0, typed: "he" });
    expect(shortcutAt("Well, /", 7)).toEqual({ at: 6, typed: "" });
    expect(shortcutAt("and/or", 6)).toBeNull();
    expect(shortcutAt("/he llo", 7)).toBeNull();
    expect(shortcutAt("https://x", 9)).toBeNull();
  });

  it("are found by shortcut first, then by what they say, the most used first", () => {
    const all = [
      response("refund"),
      response("re", { usageCount: 1 }),
      response("reply", { usageCount: 9 }),
      response("bye", { text: "We refer to it" }),
      response("no"),
    ];
    expect(shortcuts(suggestionsFor(all, "RE"))).toEqual(["re", "reply", "refund", "bye"]);
    expect(suggestionsFor(all, "xyz")).toEqual([]);
  });

  it("are certain before all have been read where nothing was typed or the shortcut is whole", () => {
    const found = [response("Refund"), response("refunds")];
    expect(isCertain("", found)).toBe(true);
    expect(isCertain("refund", found)).toBe(true);
    expect(isCertain("refun", found)).toBe(false);
    expect(isCertain("", [])).toBe(false);
  });

  it("are found among two thousand at once", () => {
    const many = Array.from({ length: 2_000 }, (_, at) =>
      response(`short${at}`, { text: `Text ${at} `.repeat(20) }),
    );
    expect(shortcuts(suggestionsFor(many, "short1999"))).toEqual(["short1999"]);
  });

  it("fill in what is known, with a fallback where it is not", () => {
    const values = { "visitor.name": null, "agent.name": "Anna" };
    expect(filled("Hello {{visitor.name|there}}, I am {{ agent.name }}.", values)).toBe(
      "Hello there, I am Anna.",
    );
    expect(filled("{{visitor.name|there}}", { "visitor.name": "Xaver" })).toBe("Xaver");
    expect(filled("{{visitor.plan}}", values)).toBe("{{visitor.plan}}");
  });

  it("ask, and are not finished before they were answered", () => {
    const text = "Order {{ask:Order number}} of {{ask:Date}}, {{ask:Order number}}";
    expect(questionsIn(text)).toEqual(["Order number", "Date"]);
    const half = answered(text, { "Order number": "17" });
    expect(half).toBe("Order 17 of {{ask:Date}}, 17");
    expect(hasBlank(half)).toBe(true);
    expect(hasBlank(answered(half, { Date: "today" }))).toBe(false);
  });
});

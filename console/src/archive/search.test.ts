import { expect, it } from "vitest";
import { holdsAll, markedParts, parseSearch } from "./search.ts";

const known = {
  agent: [{ id: "a1", name: "Anna Bell" }],
  group: [{ id: "g1", name: "Support" }],
  tag: [{ id: "t1", name: "Late delivery" }],
};

it("takes operators out of the words, quoted or not, in any case and without accents", () => {
  const typed = 'Lämpchen agent:anna tag:"late del" STATUS:closed from:2026-03-01 "two words"';
  expect(parseSearch(typed, known)).toEqual({
    filter: { agent: "a1", tag: "t1", status: "closed", from: "2026-03-01" },
    words: ["lampchen", "two words"],
  });
});

it("leaves as a word what names nothing", () => {
  expect(parseSearch("agent:zoe from:monday https://shop.example 12:30", known)).toEqual({
    filter: {},
    words: ["agent:zoe", "from:monday", "https://shop.example", "12:30"],
  });
  expect(parseSearch("  ", known)).toEqual({ filter: {}, words: [] });
});

it("finds words wherever they stand, all of them", () => {
  expect(holdsAll(["Véra Müller", null, "Where is my lamp?"], ["muller", "lamp"])).toBe(true);
  expect(holdsAll(["Vera"], ["vera", "lamp"])).toBe(false);
});

it("knows before, after, what a chat was rated and whether it has files", () => {
  expect(
    parseSearch("before:2026-03-01 after:2026-02-01 rated:bad rated:fine has:file has:it", known),
  ).toEqual({
    filter: { to: "2026-03-01", from: "2026-02-01", rated: "bad", has: "file" },
    words: ["rated:fine", "has:it"],
  });
});

it("marks what was searched for, in any case and without accents", () => {
  const marked = (text: string, ...words: string[]) =>
    markedParts(text, words)
      .map((part) => (part.isFound ? `[${part.text}]` : part.text))
      .join("");
  expect(marked("My LÄMP and my lamp", "lamp")).toBe("My [LÄMP] and my [lamp]");
  expect(marked("ﬁne by me", "fi", "me")).toBe("[ﬁ]ne by [me]");
  expect(marked("nothing", "lamp")).toBe("nothing");
  expect(marked("", "lamp")).toBe("");
});

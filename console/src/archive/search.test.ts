import { expect, it } from "vitest";
import { holdsAll, parseSearch } from "./search.ts";

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

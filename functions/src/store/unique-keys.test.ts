import { expect, it } from "vitest";
import { sameSpelling } from "./unique-keys.ts";

it.each([
  ["Anna@LiveChat.test", "anna@livechat.TEST"],
  ["Größe", "GRÖSSE"],
  ["ΟΔΟΣ", "οδοσ"],
  ["Cafe\u0301", "CAFÉ"],
  ["ﬁrst", "First"],
  ["  Sales ", "sales"],
  ["Gold  Card", "gold card"],
  ["Gold\u00a0\u2003Card", "Gold Card"],
  ["Go\u200bld", "Gold"],
  ["Gold\ufeff", "\u2060Gold"],
])("takes %j and %j for the same", (one, other) => {
  expect(sameSpelling(one)).toBe(sameSpelling(other));
});

it.each([
  ["Sales", "Sale"],
  ["Cafe", "Café"],
  ["Kılıç", "Kiliç"],
  ["Gold Card", "GoldCard"],
])("tells %j from %j", (one, other) => {
  expect(sameSpelling(one)).not.toBe(sameSpelling(other));
});

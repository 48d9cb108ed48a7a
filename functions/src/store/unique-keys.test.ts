import { expect, it } from "vitest";
import { sameSpelling } from "./unique-keys.ts";

it.each([
  ["Anna@LiveChat.test", "anna@livechat.TEST"],
  ["Größe", "GRÖSSE"],
  ["ΟΔΟΣ", "οδοσ"],
  ["Cafe\u0301", "CAFÉ"],
  ["ﬁrst", "First"],
  ["  Sales ", "sales"],
])("takes %j and %j for the same", (one, other) => {
  expect(sameSpelling(one)).toBe(sameSpelling(other));
});

it.each([
  ["Sales", "Sale"],
  ["Cafe", "Café"],
])("tells %j from %j", (one, other) => {
  expect(sameSpelling(one)).not.toBe(sameSpelling(other));
});

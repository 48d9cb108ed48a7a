import { expect, it } from "vitest";
import { shortPage, whyWaiting } from "./why-waiting.ts";

const anna = {
  id: "anna",
  status: "online",
  acceptingChats: true,
  activeChats: 0,
  maxConcurrentChats: 2,
} as const;
const group = { agentIds: ["anna", "ben"] };

it("nobody is online where all of the group are away, paused or gone, whoever else is there", () => {
  expect(whyWaiting(group, [])).toBe("nobodyOnline");
  expect(whyWaiting(group, [{ ...anna, status: "away" }])).toBe("nobodyOnline");
  expect(whyWaiting(group, [{ ...anna, acceptingChats: false }])).toBe("nobodyOnline");
  expect(whyWaiting(group, [{ ...anna, id: "chloe" }])).toBe("nobodyOnline");
});

it("everyone is busy where each has as many chats as they take", () => {
  const busy = { ...anna, activeChats: 2 };
  expect(whyWaiting(group, [busy])).toBe("allBusy");
  expect(whyWaiting(group, [busy, { ...anna, id: "ben" }])).toBeNull();
});

it("a page is named by its path", () => {
  expect(shortPage("/products/polar")).toBe("/products/polar");
  expect(shortPage("https://shop.example/basket?x=1")).toBe("/basket");
  expect(shortPage("https://shop.example/")).toBe("shop.example");
  expect(shortPage("polar")).toBeNull();
  expect(shortPage(7)).toBeNull();
});

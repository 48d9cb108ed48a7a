import { expect, it } from "vitest";
import { trailOf } from "./trail.ts";

const wrote = (...pages: string[]) => ({ metadata: { pages } });
const trail = (metadata: Record<string, unknown>, ...timeline: { metadata: Record<string, unknown> }[]) =>
  trailOf(metadata, timeline).join(" ");

it("joins what was told when the chat began with what later messages tell", () => {
  expect(
    trail({ pages: ["a", "b"] }, { metadata: {} }, wrote("a", "b", "c"), wrote("b", "c", "d", "e")),
  ).toBe("a b c d e");
});

it("knows of a visitor who went back, and on to another page from there", () => {
  expect(trail({ pages: ["a", "b", "c"] }, wrote("a", "b"))).toBe("a b c b");
  expect(trail({ pages: ["a", "b", "c"] }, wrote("a", "b", "d"))).toBe("a b c d");
});

it("begins with the page of the chat where no more is known, and goes on in another tab", () => {
  expect(trail({ pageUrl: "a" })).toBe("a");
  expect(trail({ pageUrl: "a" }, wrote("a", "b"))).toBe("a b");
  expect(trail({ pageUrl: "a" }, wrote("x", "y"))).toBe("a x y");
});

it("takes nothing for pages that is none", () => {
  expect(trail({ pages: "a" }, { metadata: { pages: [1, 2] } })).toBe("");
});

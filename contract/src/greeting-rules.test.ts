import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GreetingRule, ShownGreeting } from "./greeting.ts";
import { type GreetingSituation, greetingHolds, greetingToShow } from "./greeting-rules.ts";

const NOW = Date.parse("2026-03-02T09:00:00Z");
const HOUR_MILLIS = 3_600_000;

const here: GreetingSituation = {
  url: "https://shop.example/products/polar?ref=mail",
  referrer: "https://search.example/",
  timeOnPage: 20,
  timeOnSite: 95,
  pages: 3,
  returning: true,
  event: ["added_to_cart"],
  language: "de-CH",
  isOpen: true,
  now: NOW,
  visitAt: NOW - 95_000,
};

const greeting = (rules: GreetingRule[], facts: Partial<ShownGreeting> = {}): ShownGreeting => ({
  id: "hello",
  text: "Hello",
  rules,
  match: "all",
  again: "never",
  onlyWhenOpen: false,
  ...facts,
});

describe("a rule", () => {
  it.each<[GreetingRule, boolean]>([
    [{ type: "url", operator: "contains", value: "/Products/" }, true],
    [{ type: "url", operator: "startsWith", value: "https://shop" }, true],
    [{ type: "url", operator: "equals", value: "https://shop.example/products/polar" }, false],
    [{ type: "url", operator: "matches", value: "*/products/*?ref=mail" }, true],
    [{ type: "url", operator: "matches", value: "*/products/*" }, true],
    [{ type: "url", operator: "matches", value: "*/product" }, false],
    [{ type: "referrer", operator: "contains", value: "search" }, true],
    [{ type: "event", operator: "equals", value: "added_to_cart" }, true],
    [{ type: "event", operator: "equals", value: "bought" }, false],
    [{ type: "timeOnPage", operator: "atLeast", value: 20 }, true],
    [{ type: "timeOnPage", operator: "atLeast", value: 21 }, false],
    [{ type: "timeOnSite", operator: "atMost", value: 94 }, false],
    [{ type: "pages", operator: "atLeast", value: 3 }, true],
    [{ type: "returning", operator: "is", value: false }, false],
    [{ type: "language", operator: "is", value: "de" }, true],
    [{ type: "language", operator: "is", value: "de-AT" }, false],
    [{ type: "language", operator: "is", value: "d" }, false],
  ])("%o: %s", (rule, holds) => {
    expect(greetingHolds(greeting([rule]), here)).toBe(holds);
  });

  it("with stars is as one of a regular expression says, and never slow", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "/"), maxLength: 12 });
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", "/", "*"), minLength: 1, maxLength: 8 });
    const property = fc.property(text, pattern, (url, value) => {
      const expected = new RegExp(`^${value.replaceAll("/", "\\/").replaceAll("*", ".*")}$`).test(url);
      const rule: GreetingRule = { type: "url", operator: "matches", value };
      expect(greetingHolds(greeting([rule]), { ...here, url })).toBe(expected);
    });
    fc.assert(property, { numRuns: 2_000 });
  });
});

describe("the greeting to show", () => {
  const yes: GreetingRule = { type: "pages", operator: "atLeast", value: 1 };
  const no: GreetingRule = { type: "pages", operator: "atLeast", value: 99 };

  it("needs all of its rules, or any", () => {
    expect(greetingHolds(greeting([yes, no]), here)).toBe(false);
    expect(greetingHolds(greeting([yes, no], { match: "any" }), here)).toBe(true);
    expect(greetingHolds(greeting([]), here)).toBe(true);
  });

  it("may be for open hours only", () => {
    expect(greetingHolds(greeting([], { onlyWhenOpen: true }), { ...here, isOpen: false })).toBe(false);
  });

  it("is the first that holds, and one that was dismissed does not block another", () => {
    const [first, second] = [greeting([yes], { id: "first" }), greeting([yes], { id: "second" })];
    expect(greetingToShow([greeting([no]), first, second], here, {})?.id).toBe("first");
    const seen = { first: NOW };
    expect(greetingToShow([first, second], here, seen)?.id).toBe("second");
  });

  it.each<[ShownGreeting["again"], boolean, number, boolean]>([
    ["never", false, 9_999, false],
    ["session", true, 0, false],
    ["session", false, 1, true],
    [24, true, 23.9, false],
    [24, true, 24, true],
  ])("again: %s, seen in this visit: %s, %d hours ago: %s", (again, inThisVisit, hoursAgo, shows) => {
    const seenAt = NOW - hoursAgo * HOUR_MILLIS;
    const at = { ...here, visitAt: inThisVisit ? seenAt : NOW };
    const found = greetingToShow([greeting([], { again })], at, { hello: seenAt });
    expect(found !== null).toBe(shows);
  });
});

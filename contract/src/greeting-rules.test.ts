import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GreetingRule, ShownGreeting } from "./greeting.ts";
import {
  type GreetingSituation,
  greetingHolds,
  greetingToShow,
  nextGreetingCheck,
} from "./greeting-rules.ts";

const here: GreetingSituation = {
  url: "https://shop.example/products/polar?ref=mail",
  referrer: "https://search.example/",
  secondsOnPage: 20,
  secondsOnSite: 95,
  pages: 3,
  isReturning: true,
  events: ["added_to_cart"],
  language: "de-CH",
  isOpen: true,
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
    const seen = { first: { inThisVisit: true, hoursAgo: 0 } };
    expect(greetingToShow([first, second], here, seen)?.id).toBe("second");
  });

  it.each<[ShownGreeting["again"], boolean, number, boolean]>([
    ["never", false, 9_999, false],
    ["session", true, 0, false],
    ["session", false, 1, true],
    [24, true, 23.9, false],
    [24, true, 24, true],
  ])("again: %s, seen in this visit: %s, %d hours ago: %s", (again, inThisVisit, hoursAgo, shows) => {
    const found = greetingToShow([greeting([], { again })], here, { hello: { inThisVisit, hoursAgo } });
    expect(found !== null).toBe(shows);
  });

  it("may come as time passes: the page knows when to look again", () => {
    const at = (type: "timeOnPage" | "timeOnSite", value: number): GreetingRule => ({
      type,
      operator: "atLeast",
      value,
    });
    expect(nextGreetingCheck([greeting([at("timeOnPage", 30), at("timeOnSite", 100)])], here)).toBe(5);
    expect(nextGreetingCheck([greeting([yes, at("timeOnPage", 10)])], here)).toBe(null);
  });
});

import type { GreetingRule, ShownGreeting } from "./greeting.ts";

/** What a page knows of its visitor at one moment. Times are in seconds. */
export interface GreetingSituation {
  readonly url: string;
  readonly referrer: string;
  readonly secondsOnPage: number;
  readonly secondsOnSite: number;
  /** Pages of this visit, this one included. */
  readonly pages: number;
  readonly isReturning: boolean;
  /** Names of the events that the page has told. */
  readonly events: readonly string[];
  /** The visitor's language tag. */
  readonly language: string;
  readonly isOpen: boolean;
}

/** When this browser was shown a greeting last: whether in this visit, and how many hours ago. */
export interface GreetingSeen {
  readonly inThisVisit: boolean;
  readonly hoursAgo: number;
}

type TextOperator = Extract<
  GreetingRule,
  { operator: "contains" | "matches" | "equals" | "startsWith" }
>["operator"];

/** Whether a text is like a pattern in which each `*` stands for any text. Linear, whatever the pattern. */
function matchesWildcard(text: string, pattern: string): boolean {
  const [first = "", ...others] = pattern.split("*");
  if (others.length === 0) return text === pattern;
  const last = others.pop() ?? "";
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const part of others) {
    const at = text.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}

const TEXT_OPERATORS: Readonly<Record<TextOperator, (text: string, value: string) => boolean>> = {
  contains: (text, value) => text.includes(value),
  equals: (text, value) => text === value,
  startsWith: (text, value) => text.startsWith(value),
  matches: matchesWildcard,
};

function holdsForText(rule: Extract<GreetingRule, { operator: TextOperator }>, text: string): boolean {
  return TEXT_OPERATORS[rule.operator](text.toLowerCase(), rule.value.toLowerCase());
}

function countOf(type: "timeOnPage" | "timeOnSite" | "pages", situation: GreetingSituation): number {
  if (type === "pages") return situation.pages;
  return type === "timeOnPage" ? situation.secondsOnPage : situation.secondsOnSite;
}

function speaks(language: string, wanted: string): boolean {
  const [spoken, asked] = [language.toLowerCase(), wanted.toLowerCase()];
  return spoken === asked || spoken.startsWith(`${asked}-`);
}

function holds(rule: GreetingRule, situation: GreetingSituation): boolean {
  switch (rule.type) {
    case "url":
    case "referrer":
      return holdsForText(rule, situation[rule.type]);
    case "event":
      return situation.events.some((name) => holdsForText(rule, name));
    case "returning":
      return situation.isReturning === rule.value;
    case "language":
      return speaks(situation.language, rule.value);
    default: {
      const found = countOf(rule.type, situation);
      return rule.operator === "atLeast" ? found >= rule.value : found <= rule.value;
    }
  }
}

function mayShowAgain({ again }: ShownGreeting, seen: GreetingSeen | undefined): boolean {
  if (!seen) return true;
  if (again === "never") return false;
  return again === "session" ? !seen.inThisVisit : seen.hoursAgo >= again;
}

/** Whether a greeting's rules hold. No rules hold always. */
export function greetingHolds(greeting: ShownGreeting, situation: GreetingSituation): boolean {
  if (greeting.onlyWhenOpen && !situation.isOpen) return false;
  const { rules, match } = greeting;
  if (rules.length === 0) return true;
  const one = (rule: GreetingRule) => holds(rule, situation);
  return match === "all" ? rules.every(one) : rules.some(one);
}

/**
 * The first greeting, in the order of the settings, to show now. One that was dismissed or shown before does not stand in
 * the way of another. Pure: the page asks again on each change of its route and as time passes.
 * @param seen by greeting id
 */
export function greetingToShow(
  greetings: readonly ShownGreeting[],
  situation: GreetingSituation,
  seen: Readonly<Record<string, GreetingSeen>>,
): ShownGreeting | null {
  const found = greetings.find(
    (greeting) => mayShowAgain(greeting, seen[greeting.id]) && greetingHolds(greeting, situation),
  );
  return found ?? null;
}

/** The seconds after which a rule about time may hold that does not hold now. null: time alone changes nothing. */
export function nextGreetingCheck(
  greetings: readonly ShownGreeting[],
  situation: GreetingSituation,
): number | null {
  const rules = greetings.flatMap(({ rules }) => rules);
  const waits = rules.flatMap((rule) => {
    if (rule.type !== "timeOnPage" && rule.type !== "timeOnSite") return [];
    const left = rule.value - countOf(rule.type, situation);
    return rule.operator === "atLeast" && left > 0 ? [left] : [];
  });
  return waits.length > 0 ? Math.min(...waits) : null;
}

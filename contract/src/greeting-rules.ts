import type { GreetingRule, ShownGreeting } from "./greeting.ts";

/** What a page knows of its visitor at one moment, by the type of the rules about it. Times are in seconds. */
export interface GreetingSituation {
  readonly url: string;
  readonly referrer: string;
  readonly timeOnPage: number;
  readonly timeOnSite: number;
  /** Pages of this visit, this one included. */
  readonly pages: number;
  readonly returning: boolean;
  /** Names of the events that the page has told. */
  readonly event: readonly string[];
  /** The visitor's language tag. */
  readonly language: string;
  readonly isOpen: boolean;
  /** Milliseconds since 1970: now, and when the visit began. */
  readonly now: number;
  readonly visitAt: number;
}

const HOUR_MILLIS = 3_600_000;

/** Whether a text is like a pattern in which each `*` stands for any text. Linear, whatever the pattern. */
function matchesWildcard(text: string, pattern: string): boolean {
  const [first = "", ...others] = pattern.split("*");
  if (others.length === 0) return text === pattern;
  const last = others.pop() ?? "";
  let from = first.length;
  for (const part of others) {
    const at = text.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return text.startsWith(first) && text.length - last.length >= from && text.endsWith(last);
}

/** By operator, of lower-case texts. `is` is for languages: `de` is also `de-CH`. */
const TEXT_OPERATORS: Readonly<Record<string, (text: string, value: string) => boolean>> = {
  contains: (text, value) => text.includes(value),
  equals: (text, value) => text === value,
  startsWith: (text, value) => text.startsWith(value),
  matches: matchesWildcard,
  is: (text, value) => `${text}-`.startsWith(`${value}-`),
};

function holds({ type, operator, value }: GreetingRule, situation: GreetingSituation): boolean {
  const found = situation[type];
  if (typeof value === "string") {
    const isSo = TEXT_OPERATORS[operator];
    return [found].flat().some((text) => isSo?.(String(text).toLowerCase(), value.toLowerCase()));
  }
  if (operator === "is") return found === value;
  return operator === "atLeast" ? Number(found) >= Number(value) : Number(found) <= Number(value);
}

/** `seenAt`: when this browser was shown it last, in milliseconds since 1970; undefined: never. */
function mayShowAgain({ again }: ShownGreeting, seenAt: number | undefined, at: GreetingSituation): boolean {
  if (seenAt === undefined) return true;
  if (again === "session") return seenAt < at.visitAt;
  return again !== "never" && at.now - seenAt >= again * HOUR_MILLIS;
}

/** Whether a greeting's rules hold. No rules hold always. */
export function greetingHolds(
  { rules, match, onlyWhenOpen }: ShownGreeting,
  situation: GreetingSituation,
): boolean {
  if (onlyWhenOpen && !situation.isOpen) return false;
  const one = (rule: GreetingRule) => holds(rule, situation);
  return match === "all" || rules.length === 0 ? rules.every(one) : rules.some(one);
}

/**
 * The first greeting, in the order of the settings, to show now. One that was dismissed or shown before does not stand in
 * the way of another. Pure: the page asks again on each change of its route and as time passes.
 * @param seen when this browser was shown each greeting last, by its id, in milliseconds since 1970
 */
export function greetingToShow(
  greetings: readonly ShownGreeting[],
  situation: GreetingSituation,
  seen: Readonly<Record<string, number>>,
): ShownGreeting | null {
  const found = greetings.find(
    (greeting) => mayShowAgain(greeting, seen[greeting.id], situation) && greetingHolds(greeting, situation),
  );
  return found ?? null;
}

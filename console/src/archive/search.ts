import type { Filter } from "./filter.ts";

interface Named {
  readonly id: string;
  readonly name: string;
}

/** What the operators `agent:`, `group:` and `tag:` look names up in. */
export interface Known {
  readonly agent: readonly Named[];
  readonly group: readonly Named[];
  readonly tag: readonly Named[];
}

/** What was typed, taken apart. */
export interface Search {
  readonly filter: Filter;
  /** Words that a chat or its visitor must hold, each of them. */
  readonly words: readonly string[];
}

const PIECE = /(?:(\w+):)?("[^"]*"|\S+)/g;
const DAY = /^\d{4}-\d\d-\d\d$/;
const PLAIN = new Set(["status", "from", "to"]);

export const folded = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const isLookedUp = (name: string): name is keyof Known =>
  name === "agent" || name === "group" || name === "tag";

function operator(name: string, value: string, known: Known): Filter | null {
  if (isLookedUp(name)) {
    const wanted = folded(value);
    const found = known[name].find((one) => folded(one.name).startsWith(wanted));
    return found ? { [name]: found.id } : null;
  }
  if (!PLAIN.has(name) || (name !== "status" && !DAY.test(value))) return null;
  return { [name]: value };
}

/**
 * Words and operators: `lamp agent:anna tag:"late delivery" status:closed from:2026-03-01`. What is no operator that
 * makes sense is a word.
 */
export function parseSearch(typed: string, known: Known): Search {
  let filter: Filter = {};
  const words: string[] = [];
  for (const [whole, name, quoted = ""] of typed.matchAll(PIECE)) {
    const value = quoted.replaceAll('"', "");
    const found = name ? operator(name.toLowerCase(), value, known) : null;
    if (found) filter = { ...filter, ...found };
    else words.push(folded(name ? whole : value));
  }
  return { filter, words: words.filter((word) => word !== "") };
}

/** Whether the texts hold every word together. */
export function holdsAll(texts: readonly (string | null | undefined)[], words: readonly string[]): boolean {
  const all = folded(texts.filter(Boolean).join("\n"));
  return words.every((word) => all.includes(word));
}

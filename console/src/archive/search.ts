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
const PLAIN: Readonly<Record<string, keyof Filter>> = {
  status: "status",
  from: "from",
  after: "from",
  to: "to",
  before: "to",
  rated: "rated",
  has: "has",
};

export const folded = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const isLookedUp = (name: string): name is keyof Known =>
  name === "agent" || name === "group" || name === "tag";

function operator(name: string, value: string, known: Known): Filter | null {
  if (isLookedUp(name)) {
    const wanted = folded(value);
    const found = known[name].find((one) => folded(one.name).startsWith(wanted));
    return found ? { [name]: found.id } : null;
  }
  const field = PLAIN[name];
  if (field === undefined) return null;
  if (field === "rated") return value === "good" || value === "bad" ? { rated: value } : null;
  if (field === "has") return value === "file" ? { has: value } : null;
  return field === "status" || DAY.test(value) ? { [field]: value } : null;
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

/** A part of a text, and whether it is one of the words that were searched for. */
export interface Part {
  readonly text: string;
  readonly isFound: boolean;
}

/** Which letters of a text belong to one of the words. */
function foundLetters(plain: readonly string[], words: readonly string[]): boolean[] {
  const whole = plain.join("");
  const isFound = new Array<boolean>(whole.length).fill(false);
  for (const word of words.map(folded).filter(Boolean)) {
    for (let at = whole.indexOf(word); at >= 0; at = whole.indexOf(word, at + word.length)) {
      isFound.fill(true, at, at + word.length);
    }
  }
  let at = 0;
  return plain.map((letter) => {
    const start = at;
    at += letter.length;
    return isFound.slice(start, at).some(Boolean);
  });
}

/** A text in parts: what was searched for, in any case and without accents, and what stands between. */
export function markedParts(text: string, words: readonly string[]): Part[] {
  // Letter by letter, because without its accent, or taken apart, a letter may be of another length.
  const letters = [...text];
  const found = foundLetters(letters.map(folded), words);
  const parts: { text: string; isFound: boolean }[] = [];
  letters.forEach((letter, at) => {
    const isFound = found[at] === true;
    const last = parts.at(-1);
    if (last?.isFound === isFound) last.text += letter;
    else parts.push({ text: letter, isFound });
  });
  return parts;
}

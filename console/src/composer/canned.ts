import type { CannedResponse } from "@livechat/contract";

const MOST_SHOWN = 8;
const BLANK = /\{\{\s*([^{}|]+?)\s*(?:\|\s*([^{}]*?)\s*)?\}\}/g;

/** What was typed after the slash that stands before the cursor, and where that slash is; null when none does. */
export function shortcutAt(text: string, cursor: number): { at: number; typed: string } | null {
  const match = /(?:^|\s)\/([^\s/]*)$/u.exec(text.slice(0, cursor));
  if (!match) return null;
  const typed = match[1] ?? "";
  return { at: cursor - typed.length - 1, typed };
}

const folded = (text: string) => text.toLowerCase();

/** How well a response fits: its shortcut exactly, the beginning of it, a title or text that holds it; -1: not at all. */
function fitOf({ shortcut, title, text }: CannedResponse, typed: string): number {
  const wanted = folded(typed);
  const key = folded(shortcut);
  if (key === wanted) return 3;
  if (key.startsWith(wanted)) return 2;
  return folded(title).includes(wanted) || folded(text).includes(wanted) ? 1 : -1;
}

/** The best fitting responses; of those that fit alike, the one used most. */
export function suggestionsFor(canned: readonly CannedResponse[], typed: string): CannedResponse[] {
  return canned
    .map((response) => ({ response, fit: fitOf(response, typed) }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit || b.response.usageCount - a.response.usageCount)
    .slice(0, MOST_SHOWN)
    .map(({ response }) => response);
}

/** Whether none of those that are still to come can fit better than the first of these. */
export const isCertain = (typed: string, [first]: readonly CannedResponse[]): boolean =>
  first !== undefined && (typed === "" || folded(first.shortcut) === folded(typed));

/** Names that stand in blanks: `visitor.name`, `agent.name` ... */
export type Values = Readonly<Record<string, string | null | undefined>>;

/**
 * A response's text with what is known in its blanks. `{{visitor.name|there}}` has a fallback; what is not known and has
 * none stays a blank, as does `{{ask:Order number}}`, until the agent fills it.
 */
export function filled(text: string, values: Values): string {
  return text.replace(BLANK, (whole, name: string, fallback: string | undefined) => {
    if (name.startsWith("ask:")) return whole;
    return values[name] || (fallback ?? whole);
  });
}

/** The questions of a text, each once. */
export function questionsIn(text: string): string[] {
  const found = [...text.matchAll(BLANK)]
    .map(([, name]) => name ?? "")
    .filter((name) => name.startsWith("ask:"));
  return [...new Set(found.map((name) => name.slice("ask:".length).trim()))];
}

/** The text with the answers to its questions. */
export function answered(text: string, answers: Values): string {
  return text.replace(BLANK, (whole, name: string) => {
    if (!name.startsWith("ask:")) return whole;
    return answers[name.slice("ask:".length).trim()] || whole;
  });
}

/** Whether a blank is left: such a text is never sent. */
export const hasBlank = (text: string): boolean => new RegExp(BLANK.source).test(text);

import { LIMITS } from "./limits.ts";

const MENTION = /@\[([A-Za-z0-9_-]{1,128})\]/g;

/** The agents whom a note mentions as `@[<agentId>]`, each once, in the order of the text. */
export function mentionsIn(text: string): string[] {
  const ids = [...text.matchAll(MENTION)].map(([, id]) => id ?? "");
  return [...new Set(ids)].slice(0, LIMITS.MAX_MENTIONS_PER_NOTE);
}

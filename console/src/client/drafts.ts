import { atom } from "nanostores";
import { storage } from "./storage.ts";

export type Mode = "reply" | "note";

/** What was begun and not sent. Kept in this browser, so that a reload or another page costs nothing. */
export interface Draft {
  text: string;
  /** The newest event that was there when it was begun: what came since may change the answer. */
  throughSeq: number;
}

const PREFIX = "livechat-console:draft:";
const OWNER = "livechat-console:drafts-of";
const keyOf = (conversationId: string, mode: Mode) => `${PREFIX}${conversationId}:${mode}`;

function parse(stored: string | null): Draft | null {
  try {
    const draft = JSON.parse(stored ?? "null") as Partial<Draft> | null;
    if (typeof draft?.text !== "string") return null;
    return { text: draft.text, throughSeq: Number(draft.throughSeq) || 0 };
  } catch {
    return null;
  }
}

const withDraft = (): ReadonlySet<string> =>
  new Set(storage.keys(PREFIX).map((key) => key.slice(PREFIX.length).split(":")[0] ?? ""));

/** The conversations in which something was begun: the list marks them. */
export const draftedIds = atom<ReadonlySet<string>>(withDraft());

function changed(conversationId: string): void {
  const before = draftedIds.get();
  const hasDraft = withDraft().has(conversationId);
  if (hasDraft === before.has(conversationId)) return;
  draftedIds.set(withDraft());
}

export const draftOf = (conversationId: string, mode: Mode): Draft | null =>
  parse(storage.get(keyOf(conversationId, mode)));

export function keepDraft(conversationId: string, mode: Mode, draft: Draft): void {
  if (draft.text === "") storage.remove(keyOf(conversationId, mode));
  else storage.set(keyOf(conversationId, mode), JSON.stringify(draft));
  changed(conversationId);
}

/** Nothing is left for who signs in next. */
export function forgetDrafts(): void {
  for (const key of storage.keys(PREFIX)) storage.remove(key);
  storage.remove(OWNER);
  draftedIds.set(new Set());
}

/** Whose drafts these are from now on: what another agent has begun is forgotten, what this one has is there again. */
export function ownDrafts(agentId: string): void {
  if (storage.get(OWNER) !== agentId) forgetDrafts();
  storage.set(OWNER, agentId);
  draftedIds.set(withDraft());
}

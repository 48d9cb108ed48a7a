interface Draft {
  text: string;
  isNote: boolean;
}

const EMPTY: Draft = { text: "", isNote: false };

/** What was begun and not sent, by conversation: an agent who looks at another chat meanwhile finds it again. */
const drafts = new Map<string, Draft>();

export const draftOf = (conversationId: string): Draft => drafts.get(conversationId) ?? EMPTY;

export function keepDraft(conversationId: string, draft: Draft): void {
  if (draft.text === "" && !draft.isNote) drafts.delete(conversationId);
  else drafts.set(conversationId, draft);
}

/** Nothing is left for who signs in next. */
export function forgetDrafts(): void {
  drafts.clear();
}

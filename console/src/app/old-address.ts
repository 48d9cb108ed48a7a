const OLD_CONVERSATION = /^#\/conversations\/([\w-]+)$/;

/** The new path for an address of the time when places stood behind the `#`; null for any other. */
export function pathOfOldHash(hash: string): string | null {
  const id = OLD_CONVERSATION.exec(hash)?.[1];
  if (id) return `/console/inbox/mine/${id}`;
  return hash === "#/" ? "/console/inbox/mine" : null;
}

/** Bookmarks from before still lead to their conversation. */
export function followOldAddress(): void {
  const path = pathOfOldHash(location.hash);
  if (path) history.replaceState(null, "", path);
}

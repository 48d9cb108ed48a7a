import { setMuted } from "./sound/muted.ts";

/**
 * What a visit keeps from page to page of a site: the draft, and where the reader was. In the tab's own storage; where
 * the browser refuses it, nothing is kept.
 */
const PREFIX = "livechat:panel:";

function storage(): Storage | null {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

export function recall(name: string): string | null {
  return storage()?.getItem(PREFIX + name) ?? null;
}

/** null or "" forgets it. */
export function remember(name: string, text: string | null): void {
  try {
    if (text) storage()?.setItem(PREFIX + name, text);
    else storage()?.removeItem(PREFIX + name);
  } catch {
    // Full: the next page begins without it.
  }
}

/** Whoever sits down next finds nothing. */
export function forgetAll(): void {
  setMuted(false);
  const stored = storage();
  if (!stored) return;
  for (const key of Object.keys(stored)) if (key.startsWith(PREFIX)) stored.removeItem(key);
}

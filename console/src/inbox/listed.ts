import { atom } from "nanostores";

/** The ids of the list that is on the screen, in its order. */
export const listedIds = atom<readonly string[]>([]);

/** The one that is opened when this one is done: the next of the list, at its end the one before; null: there is no other. */
export function nextAfter(ids: readonly string[], id: string): string | null {
  const at = ids.indexOf(id);
  if (at < 0) return ids[0] ?? null;
  return ids[at + 1] ?? ids[at - 1] ?? null;
}

import { atom } from "nanostores";

/** The conversations that are chosen for an action on many. */
export const chosenIds = atom<ReadonlySet<string>>(new Set());

export function toggleChosen(id: string): void {
  const chosen = new Set(chosenIds.get());
  if (!chosen.delete(id)) chosen.add(id);
  chosenIds.set(chosen);
}

export function chooseNone(): void {
  if (chosenIds.get().size > 0) chosenIds.set(new Set());
}

/** Everything from the one that was chosen last before it up to this one. */
export function chooseUpTo(id: string, ids: readonly string[]): void {
  const chosen = new Set(chosenIds.get());
  const to = ids.indexOf(id);
  const from = Math.max(
    0,
    ids.findLastIndex((each, at) => at < to && chosen.has(each)),
  );
  for (const each of ids.slice(from, to + 1)) chosen.add(each);
  chosenIds.set(chosen);
}

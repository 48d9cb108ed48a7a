import type { ReadableAtom, WritableAtom } from "nanostores";

/** State to render: `get()` it now, `listen()` to its changes, or use the framework's `useStore` of nanostores. */
export type Store<T> = ReadableAtom<T>;

/** Sets the given keys and keeps the others. Nobody is told when all are what they were. */
export function patch<T extends object>(store: WritableAtom<T>, changes: Partial<NoInfer<T>>): void {
  const current = store.get();
  const keys = Object.keys(changes) as (keyof T)[];
  if (keys.some((key) => !Object.is(changes[key], current[key]))) store.set({ ...current, ...changes });
}

import { useEffect, useState } from "preact/hooks";

const loaded = new Map<() => Promise<unknown>, unknown>();

/** A part of the panel that is loaded when it is first needed; null until it is there. `load` is the same each time. */
export function useLazy<Part>(load: () => Promise<Part>, isNeeded: boolean): Part | null {
  const [part, setPart] = useState<Part | null>((loaded.get(load) as Part | undefined) ?? null);
  useEffect(() => {
    if (!isNeeded || part) return;
    load().then(
      (module) => {
        loaded.set(load, module);
        setPart(() => module);
      },
      // Asked for again when it is needed again.
      () => setPart(null),
    );
  }, [isNeeded]);
  return part;
}

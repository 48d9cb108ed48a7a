import { useSyncExternalStore } from "react";
import { useLocation, useSearch } from "wouter";
import { useKeys } from "../keys/use-keys.ts";

/** Only here a conversation has room beside the list. */
const WIDE = matchMedia("(min-width: 1100px) and (min-height: 480px)");
/** What the address calls it. */
const OPEN = "open";

function useIsWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      WIDE.addEventListener("change", changed);
      return () => WIDE.removeEventListener("change", changed);
    },
    () => WIDE.matches,
  );
}

const focusLink = (id: string): void =>
  document.querySelector<HTMLElement>(`[data-found="${CSS.escape(id)}"]`)?.focus();

export interface Previewed {
  readonly openId: string | null;
  /** null where there is no room. */
  readonly show: ((id: string) => void) | null;
  close(): void;
}

/** Which conversation stands beside the list: the address holds it, and j and k lead through them. */
export function usePreview(ids: readonly string[]): Previewed {
  const isWide = useIsWide();
  const [, go] = useLocation();
  const asked = new URLSearchParams(useSearch());
  const openId = isWide ? asked.get(OPEN) : null;
  const show = (id: string | null) => {
    if (id === null) asked.delete(OPEN);
    else asked.set(OPEN, id);
    go(asked.size === 0 ? "/archive" : `/archive?${asked}`, { replace: true });
  };
  const step = (by: 1 | -1) => {
    const at = openId === null ? (by === 1 ? -1 : ids.length) : ids.indexOf(openId);
    const next = ids[at + by];
    if (!isWide || next === undefined) return;
    show(next);
    focusLink(next);
  };
  useKeys({ next: () => step(1), previous: () => step(-1) });
  const close = () => {
    show(null);
    // The button that was pressed is gone.
    if (openId !== null) focusLink(openId);
  };
  return { openId, show: isWide ? show : null, close };
}

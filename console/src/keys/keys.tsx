import { useStore } from "@nanostores/react";
import { lazy, Suspense } from "react";
import { useLocation } from "wouter";
import { useActions } from "../actions/use-actions.tsx";
import { PLACES } from "../app/places.ts";
import { useClient, useMe } from "../client/context.tsx";
import { toggleMuted } from "../notices/sound.ts";
import type { KeyName } from "./keymap.ts";
import { isHelpOpen, isPaletteOpen, SEARCHING } from "./open.ts";
import { useKeyboard, useKeys } from "./use-keys.ts";

const Help = lazy(() => import("./help.tsx"));
const Palette = lazy(() => import("./palette.tsx"));

/** The keys that work everywhere, and what they open. */
export function Keys() {
  const client = useClient();
  const me = useMe();
  const { held } = useActions();
  const [, go] = useLocation();
  const places = PLACES.filter(({ isFor }) => isFor(me)).map(({ name, path }) => {
    const key = `go${name[0]?.toUpperCase()}${name.slice(1)}` as KeyName;
    return [key, () => go(path)] as const;
  });
  useKeyboard();
  useKeys({
    ...Object.fromEntries(places),
    goMe: () => go("/me/profile"),
    help: () => isHelpOpen.set(true),
    search: () => go("/archive", { state: SEARCHING }),
    palette: () => isPaletteOpen.set(!isPaletteOpen.get()),
    undo: () => void held.undoLast(),
    mute: toggleMuted,
    toggleOnline: () => void client.setStatus(me.status === "online" ? "away" : "online"),
  });
  return (
    <Suspense fallback={null}>
      {useStore(isHelpOpen) && <Help />}
      {useStore(isPaletteOpen) && <Palette />}
    </Suspense>
  );
}

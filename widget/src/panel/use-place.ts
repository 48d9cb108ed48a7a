import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import { recall } from "../session-memory.ts";

/** Where the visitor is: at home, in the conversation, in the list of the earlier ones, or in one of those. */
interface Place {
  kind: "home" | "chat" | "earlier";
  /** Of an earlier one; null: the list of them. */
  id: string | null;
}

/** Where whoever comes begins: at home, if that is what comes first, else in the conversation. */
const START: Place = { kind: "chat", id: null };
const HOME: Place = { kind: "home", id: null };
const CHAT: Place = { kind: "chat", id: null };

/** `first`: home comes first; `behind`: it is behind a conversation that has ended; null: there is none. */
export type HomePlace = "first" | "behind" | null;

export interface Way extends Place {
  /** To the conversation. */
  toChat(): void;
  /** Into the conversation as if there were no home. */
  skipHome(): void;
  /** To an earlier conversation; null: to the list of them. */
  toEarlier(id: string | null): void;
  /** Where back leads; null: nowhere. */
  onBack: (() => void) | null;
}

interface Screens {
  panel: RefObject<HTMLElement>;
  input: RefObject<HTMLElement>;
}

/** To where one writes, but on a phone to the panel, because a keyboard would cover what stands there. */
export function takeFocus({ panel, input }: Screens): void {
  const isPhone = matchMedia("(pointer: coarse)").matches;
  ((!isPhone && input.current) || panel.current)?.focus();
}

function placeOf(last: Place, home: HomePlace): Place {
  if (last === HOME || (last === START && home === "first")) return home === null ? CHAT : HOME;
  return last;
}

/** The way through the screens. Whoever has begun to write finds the conversation first. */
export function usePlace(home: HomePlace, screens: Screens): Way {
  const [way, setWay] = useState<Place[]>(() => [recall("draft") ? CHAT : START]);
  const [isSkipped, setSkipped] = useState(false);
  const shownHome = isSkipped && home === "first" ? null : home;
  const place = placeOf(way.at(-1) ?? CHAT, shownHome);
  const go = (next: Place[]) => {
    // Whoever works elsewhere on the page keeps the focus.
    const hasFocus = screens.panel.current?.matches(":focus-within");
    setWay(next);
    // What takes the focus is there after this turn.
    if (hasFocus) setTimeout(takeFocus, 0, screens);
  };
  const backs: Record<Place["kind"], Way["onBack"]> = {
    home: null,
    chat: shownHome && (() => go([HOME])),
    earlier: () => go(way.slice(0, -1)),
  };
  return {
    ...place,
    toChat: () => {
      setSkipped(false);
      go([CHAT]);
    },
    skipHome: () => {
      setSkipped(true);
      go([CHAT]);
    },
    toEarlier: (id) => go([...way, { kind: "earlier", id }]),
    onBack: backs[place.kind],
  };
}

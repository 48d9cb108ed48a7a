import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import { recall } from "../session-memory.ts";

/** Where the visitor is: at home, in the conversation, in the list of the earlier ones, or in one of those. */
interface Place {
  kind: "home" | "chat" | "earlier";
  /** Of an earlier one; null: the list of them. */
  id: string | null;
}

const HOME: Place = { kind: "home", id: null };
const CHAT: Place = { kind: "chat", id: null };

export interface Way extends Place {
  /** To the conversation. */
  toChat(): void;
  /** Into the conversation as if there were no home. */
  skipHome(): void;
  /** To an earlier conversation; null: to the list of them. */
  toEarlier(id: string | null): void;
  /** Where back leads; null: this is the first screen. */
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

/** The way through the screens. Whoever has begun to write finds the conversation first, everybody else home, if it is there. */
export function usePlace(hasHome: boolean, screens: Screens): Way {
  const [way, setWay] = useState<Place[]>(() => [recall("draft") ? CHAT : HOME]);
  const [last = CHAT] = way.slice(-1);
  const place = last === HOME && !hasHome ? CHAT : last;
  const go = (next: Place[]) => {
    // Whoever works elsewhere on the page keeps the focus.
    const hasFocus = screens.panel.current?.matches(":focus-within");
    setWay(next);
    // What takes the focus is there after this turn.
    if (hasFocus) setTimeout(takeFocus, 0, screens);
  };
  return {
    ...place,
    toChat: () => go([...way.slice(0, 1), CHAT]),
    skipHome: () => go([CHAT]),
    toEarlier: (id) => go([...way, { kind: "earlier", id }]),
    onBack: way.length > 1 && (place !== CHAT || hasHome) ? () => go(way.slice(0, -1)) : null,
  };
}

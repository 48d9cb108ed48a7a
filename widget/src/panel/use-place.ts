import type { RefObject } from "preact";
import { useState } from "preact/hooks";

/** Where the visitor is: in the conversation, in the list of the earlier ones, or in one of those. */
type Place = { kind: "chat" } | { kind: "earlier"; id: string | null };

export interface Way {
  place: Place;
  /** To the conversation, with the focus where one writes. */
  toChat(): void;
  /** To an earlier conversation; null: to the list of them. */
  toEarlier(id: string | null): void;
  /** Where back leads; null: this is the first screen. */
  onBack: (() => void) | null;
}

export function usePlace(input: RefObject<HTMLTextAreaElement>): Way {
  const [place, setPlace] = useState<Place>({ kind: "chat" });
  const toEarlier = (id: string | null) => setPlace({ kind: "earlier", id });
  const toChat = () => {
    setPlace({ kind: "chat" });
    // The composer is there after this turn.
    setTimeout(() => input.current?.focus());
  };
  const toWhereItCameFrom = place.kind === "chat" || place.id === null ? toChat : () => toEarlier(null);
  return { place, toChat, toEarlier, onBack: place.kind === "chat" ? null : toWhereItCameFrom };
}

import { useState } from "preact/hooks";
import { isMuted, setMuted } from "../sound/muted.ts";
import type { View } from "../view.ts";
import { End } from "./head.tsx";
import { Menu, type MenuItem } from "./menu.tsx";

interface Acts {
  onTranscript(): void;
  onAnew(): void;
  onEarlier(): void;
  onEnd(): void;
}

/** Turns the sound off, and on again. */
function useSound(texts: View["texts"]): MenuItem {
  const [isOff, setOff] = useState(isMuted);
  const turn = () => {
    setMuted(!isOff);
    setOff(!isOff);
  };
  return { label: isOff ? texts.soundOn : texts.soundOff, run: turn };
}

/** What can be done with the conversation, as far as it makes sense now: seldom by a menu, or end it. */
export function Tools({
  view: { state, texts },
  onTranscript,
  onAnew,
  onEarlier,
  onEnd,
}: Acts & { view: View }) {
  const { phase } = state;
  const sound = useSound(texts);
  const items: MenuItem[] = [
    ...(state.conversation ? [{ label: texts.transcript, run: onTranscript }] : []),
    ...(phase === "closed" ? [{ label: texts.startAnew, run: onAnew }] : []),
    ...(state.hasSession ? [{ label: texts.earlier, run: onEarlier }] : []),
    ...(state.config?.sound ? [sound] : []),
  ];
  return (
    <>
      {items.length > 0 && <Menu label={texts.more} items={items} />}
      {(phase === "waiting" || phase === "active") && <End texts={texts} onEnd={onEnd} />}
    </>
  );
}

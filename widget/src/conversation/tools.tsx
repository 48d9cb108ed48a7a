import type { View } from "../view.ts";
import { End } from "./head.tsx";
import { Menu, type MenuItem } from "./menu.tsx";

interface Acts {
  onTranscript(): void;
  onAnew(): void;
  onEarlier(): void;
  onEnd(): void;
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
  const items: MenuItem[] = [
    ...(state.conversation ? [{ label: texts.transcript, run: onTranscript }] : []),
    ...(phase === "closed" ? [{ label: texts.startAnew, run: onAnew }] : []),
    ...(state.hasSession ? [{ label: texts.earlier, run: onEarlier }] : []),
  ];
  return (
    <>
      {items.length > 0 && <Menu label={texts.more} items={items} />}
      {(phase === "waiting" || phase === "active") && <End texts={texts} onEnd={onEnd} />}
    </>
  );
}

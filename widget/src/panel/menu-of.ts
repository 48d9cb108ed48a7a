import type { MenuItem } from "../conversation/menu.tsx";
import type { View } from "../view.ts";

interface Acts {
  onTranscript(): void;
  onAnew(): void;
  onEarlier(): void;
}

/** What is done seldom, as far as it makes sense now. */
export function menuOf({ state, texts }: View, { onTranscript, onAnew, onEarlier }: Acts): MenuItem[] {
  return [
    ...(state.conversation ? [{ label: texts.transcript, run: onTranscript }] : []),
    ...(state.phase === "closed" ? [{ label: texts.startAnew, run: onAnew }] : []),
    ...(state.hasSession ? [{ label: texts.earlier, run: onEarlier }] : []),
  ];
}

import { useEffect, useRef } from "preact/hooks";
import type { View } from "../view.ts";

interface QuestionProps {
  texts: View["texts"];
  onEnd(): void;
  onKeep(): void;
}

/** Asks before the conversation is ended: the safe answer has the focus. */
export function EndQuestion({ texts, onEnd, onKeep }: QuestionProps) {
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  return (
    <div
      class="question"
      role="alertdialog"
      aria-label={texts.endQuestion}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onKeep();
      }}
    >
      <span>{texts.endQuestion}</span>
      <button type="button" ref={keep} onClick={onKeep}>
        {texts.endNo}
      </button>
      <button type="button" class="danger" onClick={onEnd}>
        {texts.endYes}
      </button>
    </div>
  );
}

/** The first letter of whoever has the conversation. */
export function Face({ name }: { name: string }) {
  const [letter = ""] = new Intl.Segmenter().segment(name.trim());
  return (
    <span class="face" aria-hidden="true">
      {letter === "" ? "" : letter.segment.toLocaleUpperCase()}
    </span>
  );
}

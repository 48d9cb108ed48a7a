import type { VisitorState } from "@livechat/chat-client";
import { useRef, useState } from "preact/hooks";
import { fill, type Texts } from "../texts/index.ts";

interface Props {
  id: string;
  state: VisitorState;
  texts: Texts;
  onEnd(): void;
  onClose(): void;
}

function subtitleOf({ phase, queuePosition }: VisitorState, texts: Texts): string {
  if (phase === "waiting") return queuePosition ? fill(texts.waitingAt, { n: queuePosition }) : texts.waiting;
  return phase === "loading" ? texts.connecting : "";
}

function EndQuestion({ texts, onEnd, onKeep }: { texts: Texts; onEnd(): void; onKeep(): void }) {
  return (
    <p
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
      <button type="button" class="danger" ref={(button) => button?.focus()} onClick={onEnd}>
        {texts.endYes}
      </button>
      <button type="button" onClick={onKeep}>
        {texts.endNo}
      </button>
    </p>
  );
}

/** Whom the visitor talks to, how it stands, and the ways out. */
export function Header({ id, state, texts, onEnd, onClose }: Props) {
  const [asks, setAsks] = useState(false);
  const end = useRef<HTMLButtonElement>(null);
  const { phase, agent } = state;
  const canEnd = phase === "waiting" || phase === "active";
  return (
    <div class="header">
      <div class="who">
        <h2 id={id} dir="auto">
          {agent?.name || texts.title}
        </h2>
        <p class="subtitle" role="status">
          {subtitleOf(state, texts)}
        </p>
      </div>
      {canEnd && (
        <button
          type="button"
          class="icon"
          ref={end}
          aria-label={texts.end}
          title={texts.end}
          onClick={() => setAsks(true)}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M15 4h4v16h-4M10 8l-4 4 4 4M6 12h9" />
          </svg>
        </button>
      )}
      <button type="button" class="icon" aria-label={texts.close} title={texts.close} onClick={onClose}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M6 9l6 6 6-6" />
        </svg>
      </button>
      {asks && canEnd && (
        <EndQuestion
          texts={texts}
          onKeep={() => {
            setAsks(false);
            end.current?.focus();
          }}
          onEnd={() => {
            setAsks(false);
            onEnd();
          }}
        />
      )}
    </div>
  );
}

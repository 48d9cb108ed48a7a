import { useEffect, useRef, useState } from "preact/hooks";
import type { ConversationParts } from "../conversation/index.ts";
import type { MenuItem } from "../conversation/menu.tsx";
import { Icon } from "../icons.tsx";
import { presenceOf } from "../presence.ts";
import { fill } from "../texts/index.ts";
import type { View } from "../view.ts";
import { useLate } from "./use-late.ts";

interface Props {
  id: string;
  view: View;
  /** What draws a conversation; null until it is loaded. */
  parts: ConversationParts | null;
  /** What is done seldom. */
  menu: readonly MenuItem[];
  /** Where back leads; null: this is the first screen. */
  onBack: (() => void) | null;
  onEnd(): void;
  onClose(): void;
}

function subtitleOf(view: View, isLate: boolean): string {
  const { state, texts } = view;
  const { phase, queuePosition, connection } = state;
  if (isLate && (phase === "loading" || connection === "connecting")) return texts.connecting;
  if (phase === "idle") return presenceOf(view) ?? "";
  if (phase !== "waiting") return "";
  const isAnyoneThere = state.isAvailable !== false || (state.config?.agentsOnline ?? 0) > 0;
  if (!isAnyoneThere || state.conversation?.channel === "offline") return presenceOf(view) ?? texts.waiting;
  return queuePosition ? fill(texts.waitingAt, { n: queuePosition }) : texts.waiting;
}

/** Whom the visitor talks to, how it stands, and the ways out. */
export function Header({ id, view, parts, menu, onBack, onEnd, onClose }: Props) {
  const { state, texts } = view;
  const [asks, setAsks] = useState(false);
  const end = useRef<HTMLButtonElement>(null);
  const { phase, agent } = state;
  const isLate = useLate(phase === "loading" || state.connection === "connecting");
  const canEnd = onBack === null && (phase === "waiting" || phase === "active");
  useEffect(() => {
    // The question is of this conversation: the next one is not asked about by itself.
    if (!canEnd) setAsks(false);
  }, [canEnd]);
  return (
    <div class="header">
      {onBack && (
        <button type="button" class="icon" aria-label={texts.back} title={texts.back} onClick={onBack}>
          <Icon name="back" />
        </button>
      )}
      {agent?.name && !onBack && parts && <parts.Face view={view} />}
      <div class="who">
        <h2 id={id} dir="auto">
          {onBack ? texts.earlier : agent?.name || texts.title}
        </h2>
        <p class="subtitle" role="status">
          {onBack ? "" : subtitleOf(view, isLate)}
        </p>
      </div>
      {parts && menu.length > 0 && <parts.Menu label={texts.more} items={menu} />}
      {canEnd && (
        <button
          type="button"
          class="icon"
          ref={end}
          aria-label={texts.end}
          title={texts.end}
          onClick={() => setAsks(true)}
        >
          <Icon name="end" />
        </button>
      )}
      <button type="button" class="icon" aria-label={texts.close} title={texts.close} onClick={onClose}>
        <Icon name="close" />
      </button>
      {asks && canEnd && parts && (
        <parts.EndQuestion
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

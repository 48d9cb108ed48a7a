import type { ComponentChildren } from "preact";
import type { ConversationParts } from "../conversation/index.ts";
import { BACK, CLOSE, Icon } from "../icons.tsx";
import { isQueueMoving, presenceOf } from "../presence.ts";
import { fill } from "../texts/index.ts";
import type { View } from "../view.ts";
import { Logo } from "./logo.tsx";
import { useLate } from "./use-late.ts";

interface Props {
  id: string;
  view: View;
  /** What draws a conversation; null until it is loaded. */
  parts: ConversationParts | null;
  /** An earlier conversation is read, or one is looked for. */
  isPast: boolean;
  /** Where back leads; null: this is the first screen. */
  onBack: (() => void) | null;
  onClose(): void;
  /** What can be done with the conversation. */
  children: ComponentChildren;
}

function subtitleOf(view: View, isLate: boolean): string {
  const { state, texts } = view;
  const { phase, queuePosition, connection } = state;
  if (isLate && (phase === "loading" || connection === "connecting")) return texts.connecting;
  if (phase === "idle") return presenceOf(view) ?? "";
  if (phase !== "waiting") return "";
  if (!isQueueMoving(state) || state.conversation?.channel === "offline")
    return presenceOf(view) ?? texts.waiting;
  return queuePosition ? fill(texts.waitingAt, { n: queuePosition }) : texts.waiting;
}

interface IconButtonProps {
  path: string;
  label: string;
  isDirected?: boolean;
  onClick(): void;
}

function IconButton({ path, label, isDirected = false, onClick }: IconButtonProps) {
  return (
    <button type="button" class="icon" aria-label={label} title={label} onClick={onClick}>
      <Icon {...{ path, isDirected }} />
    </button>
  );
}

/** Whom the visitor talks to, and how it stands. */
function Who({ id, view, parts, isPast }: Pick<Props, "id" | "view" | "parts" | "isPast">) {
  const { state, texts } = view;
  const { phase, agent } = state;
  const isLate = useLate(phase === "loading" || state.connection === "connecting");
  const title = isPast ? texts.earlier : agent?.name || texts.title;
  return (
    <>
      {!isPast && (agent?.name ? parts && <parts.Face view={view} /> : <Logo view={view} />)}
      <div class="who">
        <h2 id={id}>
          <bdi>{title}</bdi>
        </h2>
        <p class="subtitle" role="status">
          {isPast ? "" : subtitleOf(view, isLate)}
        </p>
      </div>
    </>
  );
}

/** Whom the visitor talks to, how it stands, and the ways out. */
export function Header({ id, view, parts, isPast, onBack, onClose, children }: Props) {
  const { texts } = view;
  return (
    <div class="header">
      {onBack && <IconButton path={BACK} isDirected label={texts.back} onClick={onBack} />}
      <Who {...{ id, view, parts, isPast }} />
      {children}
      <IconButton path={CLOSE} label={texts.close} onClick={onClose} />
    </div>
  );
}

import type { VisitorState } from "@livechat/chat-client";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../icons.tsx";
import type { View } from "../view.ts";
import { END } from "./tool-icons.ts";

interface EndProps {
  texts: View["texts"];
  onEnd(): void;
}

/** Asks before the conversation is ended: the safe answer has the focus. */
function EndQuestion({ texts, onEnd, onKeep }: EndProps & { onKeep(): void }) {
  const keep = useRef<HTMLButtonElement>(null);
  // Before anything can be pressed: an effect after the drawing would take the focus back from whoever is quick.
  useLayoutEffect(() => keep.current?.focus(), []);
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

/** Ends the conversation, once that has been asked. The question is of this conversation, and goes with it. */
export function End({ texts, onEnd }: EndProps) {
  const [asks, setAsks] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const keep = () => {
    setAsks(false);
    button.current?.focus();
  };
  const end = () => {
    setAsks(false);
    onEnd();
  };
  return (
    <>
      <button
        type="button"
        class="icon"
        ref={button}
        aria-label={texts.end}
        title={texts.end}
        onClick={() => setAsks(true)}
      >
        <Icon path={END} isDirected />
      </button>
      {asks && <EndQuestion texts={texts} onKeep={keep} onEnd={end} />}
    </>
  );
}

/** The photo of whoever has joined last under this id, as an address of the web; null: there is none, or none is shown. */
function photoOf({ agent, timeline, config }: VisitorState): string | null {
  if (config?.theme?.showAgentPhotos === false) return null;
  const joined = timeline.findLast(
    ({ systemType, metadata }) => systemType === "agent_joined" && metadata.agentId === agent?.id,
  );
  const address = joined?.metadata.agentAvatarUrl;
  return typeof address === "string" && /^https?:/.test(address) ? address : null;
}

/** Whoever has the conversation: the photo, or the first letter where there is none, or the page's policy allows none. */
export function Face({ view: { state } }: { view: View }) {
  const photo = photoOf(state);
  const [failed, setFailed] = useState<string | null>(null);
  const [letter = ""] = new Intl.Segmenter().segment(state.agent?.name.trim() ?? "");
  return (
    <span class="face" aria-hidden="true">
      {photo !== null && photo !== failed ? (
        <img src={photo} alt="" referrerPolicy="no-referrer" onError={() => setFailed(photo)} />
      ) : (
        letter !== "" && letter.segment.toLocaleUpperCase()
      )}
    </span>
  );
}

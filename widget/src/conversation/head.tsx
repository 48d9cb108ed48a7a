import type { VisitorState } from "@livechat/chat-client";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { View } from "../view.ts";

interface QuestionProps {
  texts: View["texts"];
  onEnd(): void;
  onKeep(): void;
}

/** Asks before the conversation is ended: the safe answer has the focus. */
export function EndQuestion({ texts, onEnd, onKeep }: QuestionProps) {
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

import { asksRating } from "@livechat/chat-client";
import { useEffect, useRef } from "preact/hooks";
import { useLazy } from "../use-lazy.ts";
import type { View } from "../view.ts";

interface Props {
  view: View;
  onAnew(): void;
  onTranscript(): void;
}

const loadRating = () => import("../rating/index.tsx");

/** What can be done with a conversation that has ended. Writing goes on with it. */
export function Ended({ view, onAnew, onTranscript }: Props) {
  const { state, texts } = view;
  const card = useRef<HTMLElement>(null);
  const asks = asksRating(state);
  const rating = useLazy(loadRating, asks);
  useEffect(() => {
    if (card.current) rating?.adoptRatingStyles(card.current);
  }, [rating]);
  return (
    <section class="card ended" ref={card} aria-label={texts.ratingQuestion}>
      {asks && rating && <rating.Rating key={state.conversation?.closedAt} view={view} />}
      <div class="row">
        <button type="button" onClick={onTranscript}>
          {texts.transcript}
        </button>
        <button type="button" class="primary" onClick={onAnew}>
          {texts.startAnew}
        </button>
      </div>
    </section>
  );
}

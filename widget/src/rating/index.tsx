import { ChatError, ratingOf } from "@livechat/chat-client";
import { useState } from "preact/hooks";
import { sayError } from "../say-error.ts";
import { adoptStyles } from "../styles.ts";
import { fill, type Texts } from "../texts/index.ts";
import { useUniqueId } from "../use-unique-id.ts";
import type { View } from "../view.ts";
import css from "./rating.css?inline";

/** Puts the styles of ratings into the panel's shadow root, once. */
export const adoptRatingStyles = (node: Node): void => adoptStyles(node, css);

/** `LIMITS.MAX_RATING_COMMENT_CHARS` of the contract, whose table of limits weighs more than all of this. */
const MAX_COMMENT_CHARS = 2_000;

const THUMB = "M7 11v9H4v-9zM7 11l4-8a2 2 0 0 1 3 2l-1 5h5a2 2 0 0 1 2 2l-1 6a2 2 0 0 1-2 2H7";
/** How far the corners of the mouth are from its middle, from the worst to the best. */
const MOUTHS = [-6, -3, 0, 3, 6];

interface Choice {
  score: number;
  label: string;
  /** What is drawn, 24 units square. */
  path: string;
  isTurned: boolean;
}

function choicesOf(scale: "thumbs" | "five", texts: Texts): Choice[] {
  if (scale === "thumbs") {
    return [
      { score: 1, label: texts.ratingGood, path: THUMB, isTurned: false },
      { score: 0, label: texts.ratingBad, path: THUMB, isTurned: true },
    ];
  }
  return MOUTHS.map((depth, index) => ({
    score: index + 1,
    label: fill(texts.ratingScore, { n: index + 1 }),
    path: `M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M9 9.5h.01M15 9.5h.01M8 ${15 - depth / 3}q4 ${depth} 8 0`,
    isTurned: false,
  }));
}

interface CommentProps {
  texts: Texts;
  initial: string;
  onSend(comment: string): void;
}

function Comment({ texts, initial, onSend }: CommentProps) {
  const id = useUniqueId();
  const [text, setText] = useState(initial);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSend(text.trim());
      }}
    >
      <label for={id}>
        {texts.ratingComment} <small>({texts.optional})</small>
      </label>
      <textarea
        id={id}
        rows={2}
        dir="auto"
        maxLength={MAX_COMMENT_CHARS}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button type="submit">{texts.ratingSend}</button>
    </form>
  );
}

/** How it was: a score, which is told at once, then a comment if the widget takes one. */
export function Rating({ view }: { view: View }) {
  const { chat, state, texts } = view;
  const given = ratingOf(state);
  const settings = state.config?.rating;
  const [isOver, setOver] = useState(given !== null);
  const [problem, setProblem] = useState<string | null>(null);
  if (!settings) return null;
  const rate = async (score: number, comment: string | null) => {
    setProblem(null);
    try {
      await chat.rate({ score, ...(comment && { comment }) });
      setOver(comment !== null || !settings.comment);
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      setProblem(sayError(error, view));
    }
  };
  if (isOver && given) {
    return (
      <p class="rated">
        <span role="status">{texts.ratingThanks}</span>{" "}
        <button type="button" class="quiet" onClick={() => setOver(false)}>
          {texts.ratingChange}
        </button>
      </p>
    );
  }
  return (
    <div class="rating">
      <fieldset class="faces">
        <legend>{texts.ratingQuestion}</legend>
        {choicesOf(settings.scale, texts).map(({ score, label, path, isTurned }) => (
          <button
            key={score}
            type="button"
            aria-label={label}
            title={label}
            aria-pressed={given?.score === score}
            onClick={() => void rate(score, given?.comment && settings.comment ? given.comment : null)}
          >
            <svg viewBox="0 0 24 24" aria-hidden="true" class={isTurned ? "turned" : undefined}>
              <path d={path} />
            </svg>
          </button>
        ))}
      </fieldset>
      {given && settings.comment && (
        <Comment
          texts={texts}
          initial={given.comment ?? ""}
          onSend={(comment) => void rate(given.score, comment)}
        />
      )}
      <p class="problem" role="alert">
        {problem}
      </p>
    </div>
  );
}

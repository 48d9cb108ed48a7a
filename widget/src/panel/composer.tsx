import { LIMITS } from "@livechat/contract/limits";
import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import { fill, type Texts } from "../texts/index.ts";

interface Props {
  texts: Texts;
  input: RefObject<HTMLTextAreaElement>;
  onTyping(): void;
  onSend(text: string): void;
}

/** Enter sends, Shift+Enter begins a new line. */
export function Composer({ texts, input, onTyping, onSend }: Props) {
  const [text, setText] = useState("");
  const excess = text.length - LIMITS.MAX_MESSAGE_LENGTH_CHARS;
  const maySend = text.trim() !== "" && excess <= 0;
  const send = () => {
    if (!maySend) return;
    onSend(text);
    setText("");
    input.current?.focus();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={input}
        rows={1}
        dir="auto"
        value={text}
        placeholder={texts.placeholder}
        aria-label={texts.placeholder}
        aria-invalid={excess > 0}
        onInput={(event) => {
          setText(event.currentTarget.value);
          if (event.currentTarget.value !== "") onTyping();
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      <button type="submit" class="send" disabled={!maySend} aria-label={texts.send} title={texts.send}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M3 20.5 21 12 3 3.5 3 10l12 2-12 2z" fill="currentColor" />
        </svg>
      </button>
      {excess > 0 && (
        <p class="excess" role="alert">
          {fill(texts.tooLong, { n: excess })}
        </p>
      )}
    </form>
  );
}

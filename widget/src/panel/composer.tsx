import { LIMITS } from "@livechat/contract/limits";
import type { ComponentChildren, RefObject } from "preact";
import { useState } from "preact/hooks";
import { fill, type Texts } from "../texts/index.ts";
import { AttachButtons } from "./attach-buttons.tsx";
import type { Attaching } from "./use-attaching.ts";

interface Props {
  texts: Texts;
  input: RefObject<HTMLTextAreaElement>;
  onTyping(): void;
  onSend(text: string): void;
  /** null: no files can be sent. */
  attaching: Pick<Attaching, "ready" | "isBusy" | "add"> | null;
  /** The files that go with the message. */
  children?: ComponentChildren;
}

/** Enter sends, Shift+Enter begins a new line. */
export function Composer({ texts, input, onTyping, onSend, attaching, children }: Props) {
  const [text, setText] = useState("");
  const excess = text.length - LIMITS.MAX_MESSAGE_LENGTH_CHARS;
  const hasContent = text.trim() !== "" || (attaching?.ready ?? 0) > 0;
  const maySend = hasContent && excess <= 0 && !attaching?.isBusy;
  const send = () => {
    if (!maySend) return;
    onSend(text.trim() === "" ? "" : text);
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
      {children}
      {attaching && <AttachButtons texts={texts} onFiles={attaching.add} />}
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
        onPaste={(event) => {
          const files = event.clipboardData?.files;
          if (!attaching || !files?.length) return;
          event.preventDefault();
          attaching.add(files);
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

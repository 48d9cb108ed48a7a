import type { ComponentChildren, RefObject } from "preact";
import { useState } from "preact/hooks";
import type { ConversationParts } from "../conversation/index.ts";
import type { Attaching } from "../files/use-attaching.ts";
import { recall, remember } from "../session-memory.ts";
import { fill } from "../texts/index.ts";
import type { View } from "../view.ts";
import { useEmoji } from "./use-emoji.tsx";

interface Props {
  view: View;
  input: RefObject<HTMLTextAreaElement>;
  /** The text that the visitor agrees to by the first message; null: none is asked for. */
  consent: string | null;
  onTyping(): void;
  onSend(text: string): void;
  /** What draws a conversation; null until it is loaded. */
  parts: ConversationParts | null;
  /** null: no files can be sent. */
  attaching: Pick<Attaching, "ready" | "isBusy" | "add"> | null;
  /** The files that go with the message. */
  children?: ComponentChildren;
}

/** A key that belongs to an input method, not to us: Safari ends the composition before it tells of its Enter. */
const isComposing = ({ isComposing: is, keyCode }: KeyboardEvent): boolean => is || keyCode === 229;

/** `LIMITS.MAX_MESSAGE_LENGTH_CHARS` of the contract: where the configuration, which says it, could not be had. */
const MAX_CHARS = 16_000;

function useDraft() {
  const [text, setText] = useState(recall("draft") ?? "");
  const change = (next: string) => {
    setText(next);
    remember("draft", next);
  };
  return [text, change] as const;
}

function Consent({
  text,
  isGiven,
  onChange,
}: {
  text: string;
  isGiven: boolean;
  onChange(is: boolean): void;
}) {
  return (
    <label class="agree">
      <input type="checkbox" checked={isGiven} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span dir="auto">{text}</span>
    </label>
  );
}

interface FieldProps extends Pick<Props, "input" | "onTyping" | "attaching"> {
  text: string;
  placeholder: string;
  isTooLong: boolean;
  onChange(text: string): void;
  onEnter(): void;
}

function Field({ input, text, placeholder, isTooLong, attaching, ...told }: FieldProps) {
  return (
    <textarea
      ref={input}
      rows={1}
      // An empty field is as the panel is: its placeholder has the panel's language.
      dir={text === "" ? undefined : "auto"}
      value={text}
      placeholder={placeholder}
      aria-label={placeholder}
      aria-invalid={isTooLong}
      aria-describedby="livechat-excess"
      onInput={({ currentTarget: { value } }) => {
        told.onChange(value);
        if (value !== "") told.onTyping();
      }}
      onPaste={(event) => {
        const files = event.clipboardData?.files;
        if (!attaching || !files?.length) return;
        event.preventDefault();
        attaching.add(files);
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return;
        event.preventDefault();
        told.onEnter();
      }}
    />
  );
}

function Send({ label, isOff }: { label: string; isOff: boolean }) {
  return (
    <button type="submit" class="send" disabled={isOff} aria-label={label} title={label}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M3 20.5 21 12 3 3.5 3 10l12 2-12 2z" fill="currentColor" />
      </svg>
    </button>
  );
}

/** Enter sends, Shift+Enter begins a new line. The draft survives until it is sent. */
export function Composer({ view, input, consent, onTyping, onSend, parts, attaching, children }: Props) {
  const { texts } = view;
  const [text, setText] = useDraft();
  const [hasAgreed, setAgreed] = useState(false);
  const emoji = useEmoji(texts, input);
  const excess = [...text].length - (view.state.config?.maxMessageLengthChars ?? MAX_CHARS);
  const hasContent = text.trim() !== "" || (attaching?.ready ?? 0) > 0;
  const maySend = hasContent && excess <= 0 && !attaching?.isBusy && (consent === null || hasAgreed);
  const send = () => {
    if (!maySend) return;
    onSend(text.trim() === "" ? "" : text);
    setText("");
    emoji.close();
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
      {emoji.picker}
      {consent !== null && <Consent text={consent} isGiven={hasAgreed} onChange={setAgreed} />}
      {attaching && parts && <parts.AttachButtons texts={texts} onFiles={attaching.add} />}
      {emoji.button}
      <Field
        {...{ input, text, attaching, onTyping }}
        placeholder={texts.placeholder}
        isTooLong={excess > 0}
        onChange={setText}
        onEnter={send}
      />
      <Send label={texts.send} isOff={!maySend} />
      {excess > 0 && (
        <p class="excess" id="livechat-excess">
          {fill(texts.tooLong, { n: excess })}
        </p>
      )}
    </form>
  );
}

import type { ComponentChildren, RefObject } from "preact";
import { useRef, useState } from "preact/hooks";
import type { ConversationParts } from "../conversation/index.ts";
import type { Attaching } from "../files/use-attaching.ts";
import { Icon } from "../icons.tsx";
import { recall, remember } from "../session-memory.ts";
import { fill } from "../texts/index.ts";
import { useLazy } from "../use-lazy.ts";
import type { View } from "../view.ts";

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

const loadEmoji = () => import("../emoji/index.tsx");

/** Puts text where the cursor is, as if it had been typed. */
function insert(input: HTMLTextAreaElement, text: string): void {
  input.focus();
  input.setRangeText(text, input.selectionStart, input.selectionEnd, "end");
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Enter sends, Shift+Enter begins a new line. The draft survives until it is sent. */
export function Composer({ view, input, consent, onTyping, onSend, parts, attaching, children }: Props) {
  const { texts } = view;
  const [text, setText] = useState(recall("draft") ?? "");
  const [hasAgreed, setAgreed] = useState(false);
  const [picks, setPicks] = useState(false);
  const smiley = useRef<HTMLButtonElement>(null);
  const emoji = useLazy(loadEmoji, picks);
  const excess = [...text].length - (view.state.config?.maxMessageLengthChars ?? MAX_CHARS);
  const hasContent = text.trim() !== "" || (attaching?.ready ?? 0) > 0;
  const maySend = hasContent && excess <= 0 && !attaching?.isBusy && (consent === null || hasAgreed);
  const change = (next: string) => {
    setText(next);
    remember("draft", next);
  };
  const send = () => {
    if (!maySend) return;
    onSend(text.trim() === "" ? "" : text);
    change("");
    setPicks(false);
    input.current?.focus();
  };
  const closeEmoji = () => {
    setPicks(false);
    smiley.current?.focus();
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
      {picks && emoji && (
        <emoji.EmojiPicker
          label={texts.emoji}
          onClose={closeEmoji}
          onPick={(picked) => input.current && insert(input.current, picked)}
        />
      )}
      {consent !== null && (
        <label class="agree">
          <input
            type="checkbox"
            checked={hasAgreed}
            onChange={(event) => setAgreed(event.currentTarget.checked)}
          />
          <span dir="auto">{consent}</span>
        </label>
      )}
      {attaching && parts && <parts.AttachButtons texts={texts} onFiles={attaching.add} />}
      <button
        type="button"
        class="attach"
        ref={smiley}
        aria-label={texts.emoji}
        title={texts.emoji}
        aria-expanded={picks}
        onClick={() => setPicks(!picks)}
      >
        <Icon name="emoji" />
      </button>
      <textarea
        ref={input}
        rows={1}
        // An empty field is as the panel is: its placeholder has the panel's language.
        dir={text === "" ? undefined : "auto"}
        value={text}
        placeholder={texts.placeholder}
        aria-label={texts.placeholder}
        aria-invalid={excess > 0}
        aria-describedby="livechat-excess"
        onInput={(event) => {
          change(event.currentTarget.value);
          if (event.currentTarget.value !== "") onTyping();
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
          send();
        }}
      />
      <button type="submit" class="send" disabled={!maySend} aria-label={texts.send} title={texts.send}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M3 20.5 21 12 3 3.5 3 10l12 2-12 2z" fill="currentColor" />
        </svg>
      </button>
      {excess > 0 && (
        <p class="excess" id="livechat-excess">
          {fill(texts.tooLong, { n: excess })}
        </p>
      )}
    </form>
  );
}

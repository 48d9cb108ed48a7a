import { LIMITS } from "@livechat/contract/limits";
import { useEffect, useRef, useState } from "preact/hooks";
import { draftOf, keepDraft } from "./drafts.ts";

interface Props {
  conversationId: string;
  /** Why nothing can be written; null when it can. */
  refusal: string | null;
  onTyping(): void;
  onSend(text: string, visibility: "all" | "agents"): void;
}

/** Enter sends, Shift+Enter begins a new line. A private note is never seen by the visitor. */
export function Composer({ conversationId, refusal, onTyping, onSend }: Props) {
  const [draft, setDraft] = useState(() => draftOf(conversationId));
  const { text, isNote } = draft;
  const change = (changes: Partial<typeof draft>) => {
    setDraft({ ...draft, ...changes });
    keepDraft(conversationId, { ...draft, ...changes });
  };
  const input = useRef<HTMLTextAreaElement>(null);
  const excess = text.length - LIMITS.MAX_MESSAGE_LENGTH_CHARS;
  const maySend = text.trim() !== "" && excess <= 0 && refusal === null;
  useEffect(() => {
    setDraft(draftOf(conversationId));
    input.current?.focus();
  }, [conversationId]);
  const send = () => {
    if (!maySend) return;
    onSend(text, isNote ? "agents" : "all");
    change({ text: "", isNote: false });
    input.current?.focus();
  };
  return (
    <form
      class={`composer ${isNote ? "note" : ""}`}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={input}
        rows={2}
        dir="auto"
        value={text}
        disabled={refusal !== null}
        placeholder={refusal ?? (isNote ? "A note that only agents see…" : "Write an answer…")}
        aria-label={isNote ? "Private note" : "Answer"}
        aria-invalid={excess > 0}
        onInput={({ currentTarget: { value } }) => {
          change({ text: value });
          if (!isNote && value !== "") onTyping();
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      <div class="controls">
        <label>
          <input
            type="checkbox"
            checked={isNote}
            disabled={refusal !== null}
            onChange={(event) => change({ isNote: event.currentTarget.checked })}
          />
          Private note
        </label>
        {excess > 0 && <span class="problem">{excess} characters too many</span>}
        <button type="submit" class="primary" disabled={!maySend}>
          {isNote ? "Add note" : "Send"}
        </button>
      </div>
    </form>
  );
}

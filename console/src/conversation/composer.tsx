import { LIMITS } from "@livechat/contract/limits";
import { type KeyboardEvent, lazy, Suspense, useEffect, useRef, useState } from "react";
import type { Mode } from "../client/drafts.ts";
import { AttachButtons } from "../files/attach-buttons.tsx";
import { Tray } from "../files/tray.tsx";
import { type Attaching, useAttachments } from "../files/use-attachments.ts";
import { useKeys } from "../keys/use-keys.ts";
import { sendsWithEnter } from "../me/send-key.ts";
import { EmojiButton } from "../parts/emoji.tsx";
import { useTexts } from "../texts/use-texts.tsx";
import { hasBlank, type Values } from "./canned.ts";
import { Colleagues, Suggestions } from "./suggestions.tsx";
import { useCannedTyping } from "./use-canned-typing.ts";
import { useDraft } from "./use-draft.ts";
import { useMentionTyping } from "./use-mention-typing.ts";

export interface Refusals {
  /** Why no answer can be written; null when it can. */
  reply: string | null;
  note: string | null;
}

interface Props {
  conversationId: string;
  refusals: Refusals;
  /** The newest event of the conversation. */
  lastSeq: number;
  /** Who writes here would be a third voice: asked once, before the first answer. */
  asksFirst: boolean;
  /** What fills the blanks of canned responses. */
  values: Values;
  onTyping(): void;
  onSend(written: Written, mode: Mode): void;
  onSendAndClose(written: Written): void;
}

export interface Written {
  text: string;
  files: Files;
  /** The canned response that it was written with. */
  cannedResponseId: string | null;
}

type Files = ReturnType<Attaching["take"]>;

const Questions = lazy(() => import("./questions.tsx"));

/** What Safari says as the key that ends a composition, when it does not compose any more. */
const IS_COMPOSING = 229;
const MODES: readonly Mode[] = ["reply", "note"];

function Tabs({ mode, onChoose }: { mode: Mode; onChoose(mode: Mode): void }) {
  const t = useTexts();
  return (
    <div className="tabs" role="tablist" aria-label={t("composer.mode")}>
      {MODES.map((each) => (
        <button
          key={each}
          type="button"
          role="tab"
          id={`composer-${each}`}
          aria-selected={mode === each}
          aria-controls="composer-panel"
          tabIndex={mode === each ? 0 : -1}
          onClick={() => onChoose(each)}
          onKeyDown={(event) => {
            if (event.key === "ArrowLeft" || event.key === "ArrowRight")
              onChoose(each === "reply" ? "note" : "reply");
          }}
        >
          {t(`composer.${each}`)}
        </button>
      ))}
      {mode === "note" && <span className="only-team">{t("composer.onlyTeam")}</span>}
    </div>
  );
}

/** Answers and notes, never mixed up: the mode stays what it is until it is changed. */
export function Composer(props: Props) {
  const { conversationId, refusals, lastSeq, asksFirst, values, onTyping, onSend, onSendAndClose } = props;
  const t = useTexts();
  const [mode, setMode] = useState<Mode>("reply");
  const [isAgreed, setAgreed] = useState(false);
  const mayWrite = refusals[mode] === null;
  const { draft, change } = useDraft({ conversationId, mode, lastSeq, mayWrite });
  const [cursor, setCursor] = useState(0);
  const attaching = useAttachments(conversationId, mode);
  const input = useRef<HTMLTextAreaElement>(null);
  const { text } = draft;
  const refusal = refusals[mode];
  const excess = text.length - LIMITS.MAX_MESSAGE_LENGTH_CHARS;
  const mustAsk = asksFirst && mode === "reply" && !isAgreed;
  const hasContent = (text.trim() !== "" || attaching.hasReady) && !attaching.isBusy;
  const isUnfilled = hasBlank(text);
  const maySend = hasContent && excess <= 0 && refusal === null && !mustAsk && !isUnfilled;
  const isBehind = mode === "reply" && text !== "" && draft.throughSeq > 0 && lastSeq > draft.throughSeq;
  const focus = () => setTimeout(() => input.current?.focus());
  const choose = (next: Mode) => {
    // At once: the next letter is already meant for the field.
    input.current?.focus();
    setMode(next);
    focus();
  };
  const used = useRef<string | null>(null);
  const replace = (next: string, at: number) => {
    change(next);
    setCursor(at);
    setTimeout(() => {
      input.current?.focus();
      input.current?.setSelectionRange(at, at);
    });
  };
  const canned = useCannedTyping({
    text,
    cursor,
    values,
    replace,
    onUsed: (id) => {
      used.current = id;
    },
  });
  const mention = useMentionTyping({ isOn: mode === "note", text, cursor, replace });
  const list = mention.found.length > 0 ? mention : canned;
  useEffect(() => input.current?.focus({ preventScroll: true }), []);
  useKeys({ reply: () => choose("reply"), note: () => choose("note") });
  const take = (): Written | null => {
    if (!maySend) return null;
    change("");
    input.current?.focus();
    const cannedResponseId = used.current;
    used.current = null;
    return { text: text.trim() === "" ? "" : text, files: attaching.take(), cannedResponseId };
  };
  const send = () => {
    const taken = take();
    if (taken !== null) onSend(taken, mode);
  };
  const attach = (files: Iterable<File>) => refusal === null && attaching.attachments.add(files);
  const attachFrom = (event: { preventDefault(): void }, data: DataTransfer) => {
    if (data.files.length === 0) return;
    event.preventDefault();
    attach([...data.files]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While letters are put together, by an input method say, every key is its own.
    if (event.nativeEvent.isComposing || event.keyCode === IS_COMPOSING) return undefined;
    if (mention.onKeyDown(event) || canned.onKeyDown(event)) return undefined;
    if (event.key === "Escape") return input.current?.blur();
    if (event.key !== "Enter" || event.shiftKey) return undefined;
    const withMod = event.ctrlKey || event.metaKey;
    if (!withMod && !sendsWithEnter.get()) return undefined;
    event.preventDefault();
    if (!(withMod && sendsWithEnter.get() && mode === "reply")) return send();
    const taken = take();
    if (taken !== null) onSendAndClose(taken);
    return undefined;
  };
  return (
    <form
      className={`composer ${mode}`}
      onPaste={(event) => attachFrom(event, event.clipboardData)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => attachFrom(event, event.dataTransfer)}
      onSubmit={(event) => {
        // A dialog that was opened from here sends its own form, which React tells this one, too.
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        send();
      }}
    >
      <Tabs mode={mode} onChoose={choose} />
      {mustAsk && refusal === null && (
        <p className="ask-first">
          {t("composer.thirdVoice")}{" "}
          <button type="button" className="button" onClick={() => setAgreed(true)}>
            {t("composer.writeAnyway")}
          </button>
        </p>
      )}
      {isBehind && (
        <p className="behind" role="status">
          {t("composer.cameSince")}
        </p>
      )}
      <div id="composer-panel" role="tabpanel" aria-labelledby={`composer-${mode}`}>
        <textarea
          ref={input}
          rows={2}
          dir="auto"
          value={text}
          disabled={refusal !== null}
          placeholder={refusal ?? t(mode === "note" ? "composer.writeNote" : "composer.writeReply")}
          aria-label={t(mode === "note" ? "composer.noteField" : "composer.replyField")}
          aria-invalid={excess > 0}
          onChange={(event) => {
            change(event.currentTarget.value);
            setCursor(event.currentTarget.selectionStart);
            if (mode === "reply" && event.currentTarget.value !== "") onTyping();
          }}
          onKeyDown={onKeyDown}
          onSelect={(event) => setCursor(event.currentTarget.selectionStart)}
          aria-controls={list.found.length > 0 ? list.id : undefined}
          aria-activedescendant={list.found.length > 0 ? `${list.id}-${list.at}` : undefined}
          aria-autocomplete="list"
        />
        {mention.found.length > 0 && <Colleagues {...mention} onChoose={mention.choose} />}
        {mention.found.length === 0 && canned.found.length > 0 && (
          <Suggestions id={canned.id} found={canned.found} at={canned.at} onChoose={canned.choose} />
        )}
        {canned.questions && (
          <Suspense fallback={null}>
            <Questions questions={canned.questions} onDone={canned.answer} onCancel={canned.stopAsking} />
          </Suspense>
        )}
      </div>
      <Tray attachments={attaching.attachments} />
      <div className="controls">
        <AttachButtons disabled={refusal !== null} onFiles={attach} />
        <EmojiButton
          disabled={refusal !== null}
          onChoose={(emoji) => {
            const at = input.current?.selectionStart ?? text.length;
            change(text.slice(0, at) + emoji + text.slice(at));
            focus();
          }}
        />
        <span className="spacer" />
        {isUnfilled && <span className="problem">{t("canned.unfilled")}</span>}
        {excess > 0 && <span className="problem">{t.count("composer.tooLong", excess)}</span>}
        <button type="submit" className="button primary" disabled={!maySend}>
          {t(mode === "note" ? "composer.addNote" : "composer.send")}
        </button>
      </div>
    </form>
  );
}

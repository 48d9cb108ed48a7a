import { LIMITS } from "@livechat/contract/limits";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { Mode } from "../client/drafts.ts";
import { type Attaching, useAttachments } from "../files/use-attachments.ts";
import { useKeys } from "../keys/use-keys.ts";
import { sendsWithEnter } from "../me/send-key.ts";
import { hasBlank, type Values } from "./canned.ts";
import { useCannedTyping } from "./use-canned-typing.ts";
import { useDraft } from "./use-draft.ts";
import { useMentionTyping } from "./use-mention-typing.ts";

export interface Refusals {
  /** Why no answer can be written; null when it can. */
  reply: string | null;
  note: string | null;
}

export interface Written {
  text: string;
  files: ReturnType<Attaching["take"]>;
  /** The canned response that it was written with. */
  cannedResponseId: string | null;
}

export interface WritingOptions {
  conversationId: string;
  refusals: Refusals;
  /** The newest event of the conversation. */
  lastSeq: number;
  /** Who writes here would be a third voice: asked once, before the first answer. */
  asksFirst: boolean;
  /** What fills the blanks of canned responses. */
  values: Values;
  onSend(written: Written, mode: Mode): void;
  onSendAndClose(written: Written): void;
}

/** What Safari says as the key that ends a composition, when it does not compose any more. */
const IS_COMPOSING = 229;

/** The field, its cursor, and putting text into it. */
function useField() {
  const input = useRef<HTMLTextAreaElement>(null);
  const [cursor, setCursor] = useState(0);
  useEffect(() => input.current?.focus({ preventScroll: true }), []);
  const select = (at: number) => {
    setCursor(at);
    setTimeout(() => {
      input.current?.focus();
      input.current?.setSelectionRange(at, at);
    });
  };
  return { input, cursor, setCursor, select };
}

type Field = ReturnType<typeof useField>;

/** Whether it is an answer or a note; either key puts the cursor into the field. */
function useMode({ input }: Field) {
  const [mode, setMode] = useState<Mode>("reply");
  const choose = (next: Mode) => {
    // At once: the next letter is already meant for the field. And again when it is the other mode's.
    input.current?.focus();
    setMode(next);
    setTimeout(() => input.current?.focus());
  };
  useKeys({ reply: () => choose("reply"), note: () => choose("note") });
  return { mode, choose };
}

/** What keys do in the field: a list that is open has them first. */
function keysOf(
  { input }: Field,
  lists: readonly { onKeyDown(event: KeyboardEvent): boolean }[],
  on: OnEnter,
) {
  const onEnter = (event: KeyboardEvent) => {
    const withMod = event.ctrlKey || event.metaKey;
    if (event.shiftKey || !(withMod || sendsWithEnter.get())) return;
    event.preventDefault();
    if (withMod && sendsWithEnter.get() && on.sendAndClose) on.sendAndClose();
    else on.send();
  };
  return (event: KeyboardEvent) => {
    // While letters are put together, by an input method say, every key is its own.
    if (event.nativeEvent.isComposing || event.keyCode === IS_COMPOSING) return;
    if (lists.some((list) => list.onKeyDown(event))) return;
    if (event.key === "Escape") input.current?.blur();
    else if (event.key === "Enter") onEnter(event);
  };
}

interface OnEnter {
  send(): void;
  /** null where there is nothing to close with it. */
  sendAndClose: (() => void) | null;
}

/** An answer or a note while it is written: its text, whether it may be sent, and what the keys do. */
export function useWriting(options: WritingOptions) {
  const { conversationId, refusals, lastSeq, asksFirst, values, onSend, onSendAndClose } = options;
  const [isAgreed, setAgreed] = useState(false);
  const field = useField();
  const { input, cursor, select } = field;
  const { mode, choose } = useMode(field);
  const refusal = refusals[mode];
  const { draft, change } = useDraft({ conversationId, mode, lastSeq, mayWrite: refusal === null });
  const attaching = useAttachments(conversationId, mode);
  const used = useRef<string | null>(null);
  const { text } = draft;
  const replace = (next: string, at: number) => {
    change(next);
    select(at);
  };
  const onUsed = (id: string) => {
    used.current = id;
  };
  const canned = useCannedTyping({ text, cursor, values, replace, onUsed });
  const mention = useMentionTyping({ isOn: mode === "note", text, cursor, replace });
  const excess = text.length - LIMITS.MAX_MESSAGE_LENGTH_CHARS;
  const mustAsk = asksFirst && mode === "reply" && !isAgreed && refusal === null;
  const hasContent = (text.trim() !== "" || attaching.hasReady) && !attaching.isBusy;
  const isUnfilled = hasBlank(text);
  const maySend = hasContent && excess <= 0 && refusal === null && !mustAsk && !isUnfilled;
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
  const sendAndClose = () => {
    const taken = take();
    if (taken !== null) onSendAndClose(taken);
  };
  const onKeyDown = keysOf(field, [mention, canned], {
    send,
    sendAndClose: mode === "reply" ? sendAndClose : null,
  });
  return {
    ...{ mode, choose, text, change, replace, field, refusal, excess, maySend, isUnfilled },
    mustAsk,
    agree: () => setAgreed(true),
    /** Something came after the draft was begun. */
    isBehind: mode === "reply" && text !== "" && draft.throughSeq > 0 && lastSeq > draft.throughSeq,
    ...{ canned, mention, attachments: attaching.attachments, send, onKeyDown },
    attach: (files: Iterable<File>) => refusal === null && attaching.attachments.add(files),
  };
}

export type Writing = ReturnType<typeof useWriting>;

import { useEffect, useRef, useState } from "react";
import { type Call, useCall } from "../client/call.ts";
import { type Draft, draftOf, keepDraft, type Mode } from "../client/drafts.ts";

/** A draft is kept on the server this long after the last key: another browser finds it there. */
const SAVED_AFTER_MS = 2_000;
const EMPTY: Draft = { text: "", throughSeq: 0 };

async function saveOnServer(call: Call, id: string, { mode, text, throughSeq }: Draft & { mode: Mode }) {
  if (text === "") await call("deleteDraft", { params: { id }, query: { mode } });
  else await call("saveDraft", { params: { id }, body: { mode, text, throughSeq } });
}

interface Options {
  conversationId: string;
  mode: Mode;
  /** The newest event of the conversation. */
  lastSeq: number;
  /** Whether the agent may write here: the server keeps no other drafts. */
  mayWrite: boolean;
}

/** What was begun, in this mode: here at once, and on the server a little later. */
export function useDraft({ conversationId, mode, lastSeq, mayWrite }: Options) {
  const call = useCall();
  const [draft, setDraft] = useState<Draft>(() => draftOf(conversationId, mode) ?? EMPTY);
  const timer = useRef<{ stop: ReturnType<typeof setTimeout>; save(): void } | null>(null);
  const wasOnServer = useRef(false);

  useEffect(() => {
    const local = draftOf(conversationId, mode);
    setDraft(local ?? EMPTY);
    if (local || !mayWrite) return undefined;
    let hasLeft = false;
    call("getDraft", { params: { id: conversationId }, query: { mode, orEmpty: "true" } })
      .then(({ text, throughSeq }) => {
        if (hasLeft || text === "" || draftOf(conversationId, mode)) return;
        wasOnServer.current = true;
        keepDraft(conversationId, mode, { text, throughSeq });
        setDraft({ text, throughSeq });
      })
      // It cannot be asked now: what is written here counts.
      .catch(() => {});
    return () => {
      hasLeft = true;
    };
  }, [call, conversationId, mode, mayWrite]);

  useEffect(
    () => () => {
      if (!timer.current) return;
      clearTimeout(timer.current.stop);
      timer.current.save();
      timer.current = null;
    },
    [],
  );

  const change = (text: string) => {
    const throughSeq = draft.text === "" ? lastSeq : draft.throughSeq;
    setDraft({ text, throughSeq });
    keepDraft(conversationId, mode, { text, throughSeq });
    if (timer.current) clearTimeout(timer.current.stop);
    timer.current = null;
    if (text === "" && !wasOnServer.current) return;
    const save = () => {
      wasOnServer.current = text !== "";
      // What cannot be kept there now is kept here, and again with the next key.
      void saveOnServer(call, conversationId, { mode, text, throughSeq }).catch(() => {});
    };
    timer.current = { save, stop: setTimeout(save, SAVED_AFTER_MS) };
  };
  return { draft, change };
}

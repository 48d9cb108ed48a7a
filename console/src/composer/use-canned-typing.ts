import type { CannedResponse } from "@livechat/contract";
import { useStore } from "@nanostores/react";
import { type KeyboardEvent, useEffect, useId, useMemo, useState } from "react";
import { useCanned } from "../client/canned.ts";
import { pickedCanned } from "../keys/open.ts";
import { answered, filled, questionsIn, shortcutAt, suggestionsFor, type Values } from "./canned.ts";

interface Options {
  text: string;
  cursor: number;
  values: Values;
  /** Puts the finished text in place of what was typed. */
  replace(text: string, cursor: number): void;
  /** Told which response is used. */
  onUsed(id: string): void;
}

/** A slash in the composer: what fits, which of it is chosen, and what the keys do meanwhile. */
export function useCannedTyping({ text, cursor, values, replace, onUsed }: Options) {
  const id = useId();
  const canned = useCanned();
  const [at, setAt] = useState(0);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const [asking, setAsking] = useState<{ text: string; from: number; to: number } | null>(null);
  const asked = shortcutAt(text, cursor);
  const typed = asked && asked.typed !== dismissed ? asked.typed : null;
  const found = useMemo(
    () => (typed === null || !canned ? [] : suggestionsFor(canned, typed)),
    [canned, typed],
  );
  const put = (from: number, to: number, insert: string) =>
    replace(text.slice(0, from) + insert + text.slice(to), from + insert.length);
  const use = (response: CannedResponse, from: number) => {
    setAt(0);
    onUsed(response.id);
    const insert = filled(response.text, values);
    if (questionsIn(insert).length > 0) setAsking({ text: insert, from, to: cursor });
    else put(from, cursor, insert);
  };
  const choose = (response: CannedResponse | undefined) => {
    if (response && asked) use(response, asked.at);
  };
  const picked = useStore(pickedCanned);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a pick is taken once, by the text as it is then.
  useEffect(() => {
    if (picked === null) return;
    pickedCanned.set(null);
    use(picked, cursor);
  }, [picked]);
  /** Whether the key was for the list. */
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (found.length === 0) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setAt((at + step + found.length) % found.length);
    else if (event.key === "Enter" || event.key === "Tab") choose(found[Math.min(at, found.length - 1)]);
    else if (event.key === "Escape") setDismissed(typed);
    else return false;
    event.preventDefault();
    return true;
  };
  return {
    id,
    found,
    at: Math.min(at, found.length - 1),
    choose,
    onKeyDown,
    questions: asking ? questionsIn(asking.text) : null,
    answer: (answers: Values) => {
      if (asking) put(asking.from, asking.to, answered(asking.text, answers));
      setAsking(null);
    },
    stopAsking: () => setAsking(null),
  };
}

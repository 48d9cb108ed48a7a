import type { CannedResponse } from "@livechat/contract";
import { useStore } from "@nanostores/react";
import { type KeyboardEvent, useEffect, useId, useMemo, useState } from "react";
import { useCanned } from "../client/canned.ts";
import { pickedCanned } from "../keys/open.ts";
import {
  answered,
  filled,
  isCertain,
  questionsIn,
  shortcutAt,
  suggestionsFor,
  type Values,
} from "./canned.ts";

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
  const { responses, state } = useCanned();
  const [atId, setAtId] = useState<string | null>(null);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const [asking, setAsking] = useState<{ text: string; from: number; to: number } | null>(null);
  const asked = shortcutAt(text, cursor);
  const typed = asked && asked.typed !== dismissed ? asked.typed : null;
  const found = useMemo(() => (typed === null ? [] : suggestionsFor(responses, typed)), [responses, typed]);
  // By its id: what is still being read may come above it.
  const at = Math.max(
    0,
    found.findIndex((response) => response.id === atId),
  );
  const isLoading = typed !== null && state === "loading" && !isCertain(typed, found);
  const put = (from: number, to: number, insert: string) =>
    replace(text.slice(0, from) + insert + text.slice(to), from + insert.length);
  const use = (response: CannedResponse, from: number) => {
    setAtId(null);
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
    if (found.length === 0 && !isLoading) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const isChoice = event.key === "Enter" || (event.key === "Tab" && found.length > 0);
    if (step !== undefined) setAtId(found[(at + step + found.length) % found.length]?.id ?? null);
    // While the rest is being read, one that fits better may come: then only what was chosen by the arrows is taken.
    else if (isChoice && (!isLoading || atId !== null)) choose(found[at]);
    else if (event.key === "Escape") setDismissed(typed);
    else if (!isChoice) return false;
    event.preventDefault();
    return true;
  };
  return {
    id,
    found,
    at,
    isLoading,
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

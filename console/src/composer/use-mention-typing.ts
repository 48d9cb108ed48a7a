import type { Agent } from "@livechat/contract";
import { type KeyboardEvent, useId, useState } from "react";
import { useAgentState } from "../client/context.tsx";
import { mentionAt, mentionable } from "./mentions.ts";

interface Options {
  /** Mentions are for notes. */
  isOn: boolean;
  text: string;
  cursor: number;
  replace(text: string, cursor: number): void;
}

/** An @ in a note: which colleagues fit, which of them is chosen, and what the keys do meanwhile. */
export function useMentionTyping({ isOn, text, cursor, replace }: Options) {
  const id = useId();
  const agents = useAgentState((state) => state.agents);
  const [at, setAt] = useState(0);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const asked = isOn ? mentionAt(text, cursor) : null;
  const found = asked && asked.typed !== dismissed ? mentionable(agents, asked.typed) : [];
  const choose = (agent: Agent | undefined) => {
    if (!agent || !asked) return;
    setAt(0);
    const insert = `@${agent.name} `;
    replace(text.slice(0, asked.at) + insert + text.slice(cursor), asked.at + insert.length);
  };
  /** Whether the key was for the list. */
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (found.length === 0) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setAt((at + step + found.length) % found.length);
    else if (event.key === "Enter" || event.key === "Tab") choose(found[Math.min(at, found.length - 1)]);
    else if (event.key === "Escape") setDismissed(asked?.typed ?? null);
    else return false;
    event.preventDefault();
    return true;
  };
  return { id, found, at: Math.min(at, found.length - 1), choose, onKeyDown };
}

import type { ConversationView } from "@livechat/chat-client";
import { atom } from "nanostores";
import { useEffect, useRef, useState } from "react";
import { useAgentState } from "./context.tsx";
import { KeptOpen } from "./kept-open.ts";
import { useConversation, useConversationState } from "./open-conversations.ts";

/** The visitor's messages that this agent has not seen, by conversation. */
export const unreadById = atom<Readonly<Record<string, number>>>({});

function setUnread(id: string, unread: number): void {
  const before = unreadById.get();
  if ((before[id] ?? 0) === unread) return;
  const { [id]: _former, ...others } = before;
  unreadById.set(unread > 0 ? { ...others, [id]: unread } : others);
}

function Followed({ view }: { view: ConversationView }) {
  const { unread } = useConversationState(view);
  useEffect(() => setUnread(view.conversationId, unread), [view, unread]);
  useEffect(() => () => setUnread(view.conversationId, 0), [view]);
  return null;
}

function OwnConversation({ id }: { id: string }) {
  const view = useConversation(id);
  return view && <Followed view={view} />;
}

function useKeptOpen(own: readonly { id: string }[]): readonly string[] {
  const kept = useRef(new KeptOpen());
  const [ids, setIds] = useState<readonly string[]>([]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const choose = () => {
      // Timers of a page that nobody sees are held back: the number in its title is not.
      const isHurried = document.visibilityState === "hidden";
      const order = own.map(({ id }) => id);
      const choice = kept.current.choose(order, performance.now(), isHurried);
      setIds(choice.ids);
      if (choice.againMs !== null) timer = setTimeout(choose, choice.againMs);
    };
    choose();
    return () => clearTimeout(timer);
  }, [own]);
  return ids;
}

/** Keeps own conversations open: what is unread is known, and a click shows the chat at once. */
export function OwnConversations() {
  const ids = useKeptOpen(useAgentState((state) => state.mine));
  return ids.map((id) => <OwnConversation key={id} id={id} />);
}

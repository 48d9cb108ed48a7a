import type { ConversationView } from "@livechat/chat-client";
import { atom } from "nanostores";
import { useEffect } from "react";
import { useAgentState } from "./context.tsx";
import { useConversation, useConversationState } from "./open-conversations.ts";

/** More own conversations than this are not kept open: an agent of a hundred chats reads none of them at once. */
const MOST_KEPT_OPEN = 30;

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

/** Keeps own conversations open: what is unread is known, and a click shows the chat at once. */
export function OwnConversations() {
  const mine = useAgentState((state) => state.mine);
  return mine.slice(0, MOST_KEPT_OPEN).map(({ id }) => <OwnConversation key={id} id={id} />);
}

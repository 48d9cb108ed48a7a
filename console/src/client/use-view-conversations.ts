import type { LiveConversation } from "@livechat/chat-client";
import type { Conversation, Notification } from "@livechat/contract";
import { useEffect, useState } from "react";
import { useCall } from "./call.ts";
import { useAgentState, useClient } from "./context.tsx";
import { useLoaded } from "./use-loaded.ts";

/** A saved view is read anew this often while somebody looks at it, and when own chats or the queue change. */
const AGAIN_MS = 20_000;
const PAGE = "100";
/** Conversations with mentions that are shown; older ones are in a saved view. */
const MOST_MENTIONS = 25;

interface Shown {
  conversations: readonly LiveConversation[];
  isLoading: boolean;
  problem: Error | null;
}

const asLive = (items: readonly Conversation[]) => items as unknown as readonly LiveConversation[];

/** The first hundred conversations of a saved view; null: of none. */
export function useSavedConversations(id: string | null): Shown {
  const call = useCall();
  const lists = useAgentState((state) => state.mine.length + Object.values(state.waiting).flat().length);
  const { data, isLoading, problem, reload } = useLoaded(id === null ? null : `${id}-${lists}`, () =>
    call("listViewConversations", { params: { id: id ?? "" }, query: { limit: PAGE } }),
  );
  useEffect(() => {
    if (id === null) return undefined;
    const timer = setInterval(() => document.visibilityState === "visible" && void reload(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [id, reload]);
  return { conversations: asLive(data?.items ?? []), isLoading: isLoading && data === null, problem };
}

/** The conversations in which notes mention this agent, the latest mention first. */
export function useMentions(isWanted: boolean): Shown {
  const client = useClient();
  const [told, setTold] = useState<readonly Notification[]>([]);
  useEffect(() => {
    if (!isWanted) return undefined;
    const failed = () => setTold([]);
    return client.watchNotifications({ next: setTold, failed });
  }, [client, isWanted]);
  const mentions = told.filter(({ type }) => type === "mention");
  const ids = [...new Set(mentions.flatMap(({ conversationId }) => conversationId ?? []))].slice(
    0,
    MOST_MENTIONS,
  );
  const { data, isLoading, problem } = useLoaded(isWanted && ids.length > 0 ? ids.join() : null, async () => {
    const read = ids.map((id) => client.request<Conversation>("GET", `/v1/conversations/${id}`));
    const found = await Promise.allSettled(read);
    // One that may not be seen any more is left out.
    return found.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  });
  const conversations = ids.length === 0 ? [] : asLive(data ?? []);
  return { conversations, isLoading: isWanted && isLoading && data === null && ids.length > 0, problem };
}

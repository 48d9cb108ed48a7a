import type { LiveConversation } from "@livechat/chat-client";
import { useStore } from "@nanostores/react";
import { useEffect, useMemo } from "react";
import { useActions } from "../actions/use-actions.tsx";
import { useCall } from "../client/call.ts";
import { useAgentState, useMe } from "../client/context.tsx";
import { type Loaded, useLoaded } from "../client/use-loaded.ts";
import { type Sort, sorted, type ViewName } from "./views.ts";

const REFRESH_MS = 10_000;
const PAGE = 100;

export interface InboxList {
  /** Who waits in the groups, the longest-waiting first. Empty where the view shows none. */
  waiting: readonly LiveConversation[];
  conversations: readonly LiveConversation[];
  isLoading: boolean;
  problem: Error | null;
}

/** What the server has of a status, again every few seconds while it is looked at. */
function useTeam(status: "active" | "closed" | null): Loaded<LiveConversation[]> {
  const call = useCall();
  const loaded = useLoaded(status, async () => {
    const page = await call("listConversations", {
      query: { status: status ?? "active", limit: String(PAGE) },
    });
    return page.items;
  });
  const { reload } = loaded;
  useEffect(() => {
    if (status === null) return undefined;
    const look = () => {
      if (document.visibilityState === "visible") void reload();
    };
    const timer = setInterval(look, REFRESH_MS);
    return () => clearInterval(timer);
  }, [status, reload]);
  return loaded;
}

const isUnanswered = ({ lastMessage }: LiveConversation) => lastMessage?.authorType === "visitor";

/** The conversations of a view. What an action has just taken away is not in it. */
export function useInboxList(view: ViewName, sort: Sort): InboxList {
  const me = useMe();
  const mine = useAgentState((state) => state.mine);
  const queues = useAgentState((state) => state.waiting);
  const held = useStore(useActions().held.items);
  const status = view === "closed" ? "closed" : view === "groups" || view === "all" ? "active" : null;
  const team = useTeam(status);
  return useMemo(() => {
    const gone = new Set(held.map(({ conversationId }) => conversationId));
    const stays = ({ id }: LiveConversation) => !gone.has(id);
    const inGroups = ({ groupId }: LiveConversation) => view !== "groups" || me.groupIds.includes(groupId);
    const own = view === "unanswered" ? mine.filter(isUnanswered) : mine;
    const shown = status === null ? own : (team.data ?? []).filter(inGroups);
    // Two listeners: for a moment a chat is in the queue and its owner's already.
    const taken = new Set(shown.map(({ id }) => id));
    const waits = (conversation: LiveConversation) => inGroups(conversation) && !taken.has(conversation.id);
    const waiting = view === "closed" ? [] : Object.values(queues).flat().filter(waits);
    return {
      waiting: sorted(waiting.filter(stays), "waiting"),
      conversations: view === "closed" ? shown : sorted(shown.filter(stays), sort),
      isLoading: status !== null && team.isLoading && team.data === null,
      problem: status === null ? null : team.problem,
    };
  }, [me.groupIds, mine, queues, held, view, sort, status, team]);
}

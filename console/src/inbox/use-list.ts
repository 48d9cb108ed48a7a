import type { LiveConversation } from "@livechat/chat-client";
import { useStore } from "@nanostores/react";
import { useMemo } from "react";
import { useActions } from "../actions/use-actions.tsx";
import { mayOversee, useAgentState, useMe } from "../client/context.tsx";
import { useGroupConversations } from "../client/group-conversations.ts";
import { type Sort, sorted, type ViewName } from "./views.ts";

export interface InboxList {
  /** Who waits in the groups, the longest-waiting first. Empty where the view shows none. */
  waiting: readonly LiveConversation[];
  conversations: readonly LiveConversation[];
  isLoading: boolean;
}

const STATUSES = {
  mine: null,
  unanswered: null,
  snoozed: "snoozed",
  groups: "active",
  all: "active",
  closed: "closed",
} as const;

const isUnanswered = ({ lastMessage }: LiveConversation) => lastMessage?.authorType === "visitor";

/** The conversations of a view. What an action has just taken away is not in it. */
export function useInboxList(view: ViewName, sort: Sort): InboxList {
  const me = useMe();
  const mine = useAgentState((state) => state.mine);
  const queues = useAgentState((state) => state.waiting);
  const held = useStore(useActions().held.items);
  const status = STATUSES[view];
  const groups = useAgentState((state) => state.groups);
  const seesAll = mayOversee(me) && view !== "groups";
  const { conversations: team, isLoading } = useGroupConversations(
    seesAll ? groups.map(({ id }) => id) : me.groupIds,
    status,
  );
  return useMemo(() => {
    const gone = new Set(held.map(({ conversationId }) => conversationId));
    const stays = ({ id }: LiveConversation) => !gone.has(id);
    const inGroups = ({ groupId }: LiveConversation) => view !== "groups" || me.groupIds.includes(groupId);
    const own = view === "unanswered" ? mine.filter(isUnanswered) : mine;
    const shown = status === null ? own : team;
    // Two listeners: for a moment a chat is in the queue and its owner's already.
    const taken = new Set(shown.map(({ id }) => id));
    const waits = (conversation: LiveConversation) => inGroups(conversation) && !taken.has(conversation.id);
    const waiting = view === "closed" || view === "snoozed" ? [] : Object.values(queues).flat().filter(waits);
    return {
      waiting: sorted(waiting.filter(stays), "waiting"),
      conversations: sorted(shown.filter(stays), view === "closed" ? "newest" : sort),
      isLoading: isLoading && team.length === 0,
    };
  }, [me.groupIds, mine, queues, held, view, sort, status, team, isLoading]);
}

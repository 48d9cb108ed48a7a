import type { LiveConversation } from "@livechat/chat-client";
import { useStore } from "@nanostores/react";
import { useMemo } from "react";
import { useActions } from "../actions/use-actions.tsx";
import { canSupervise, useAgentState, useMe } from "../client/context.tsx";
import { useGroupConversations } from "../client/group-conversations.ts";
import { useMentions, useSavedConversations } from "../client/use-view-conversations.ts";
import { type Sort, sorted, type ViewName } from "./views.ts";

export interface InboxList {
  /** Who waits in the groups, the longest-waiting first. Empty where the view shows none. */
  waiting: readonly LiveConversation[];
  conversations: readonly LiveConversation[];
  isLoading: boolean;
  problem?: Error | null;
}

const STATUSES = {
  mine: null,
  unanswered: null,
  mentions: null,
  snoozed: "snoozed",
  groups: "active",
  all: "active",
  closed: "closed",
} as const;

/** Views beside which nobody waits in a queue. */
const WITHOUT_QUEUE: ReadonlySet<ViewName> = new Set(["closed", "snoozed", "mentions"]);

const isUnanswered = ({ lastMessage }: LiveConversation) => lastMessage?.authorType === "visitor";

/** The conversations of a view. What an action has just taken away is not in it. */
function useLiveList(view: ViewName, sort: Sort): InboxList {
  const me = useMe();
  const mine = useAgentState((state) => state.mine);
  const queues = useAgentState((state) => state.waiting);
  const held = useStore(useActions().held.items);
  const status = STATUSES[view];
  const groups = useAgentState((state) => state.groups);
  const seesAll = canSupervise(me) && view !== "groups";
  const { conversations: team, isLoading } = useGroupConversations(
    seesAll ? groups.map(({ id }) => id) : me.groupIds,
    status,
  );
  return useMemo(() => {
    const gone = new Set(held.flatMap(({ conversationId, alsoIds = [] }) => [conversationId, ...alsoIds]));
    const stays = ({ id }: LiveConversation) => !gone.has(id);
    const inGroups = ({ groupId }: LiveConversation) => view !== "groups" || me.groupIds.includes(groupId);
    const own = view === "unanswered" ? mine.filter(isUnanswered) : mine;
    const shown = status === null ? own : team;
    // Two listeners: for a moment a chat is in the queue and its owner's already.
    const taken = new Set(shown.map(({ id }) => id));
    const waits = (conversation: LiveConversation) => inGroups(conversation) && !taken.has(conversation.id);
    const waiting = WITHOUT_QUEUE.has(view) ? [] : Object.values(queues).flat().filter(waits);
    return {
      waiting: sorted(waiting.filter(stays), "waiting"),
      conversations: sorted(shown.filter(stays), view === "closed" ? "newest" : sort),
      isLoading: isLoading && team.length === 0,
    };
  }, [me.groupIds, mine, queues, held, view, sort, status, team, isLoading]);
}

/**
 * The conversations of a view: one of those that are there for all, or a saved one, which the server sorts.
 * @param savedId of a saved view, in place of the other.
 */
export function useInboxList(view: ViewName, sort: Sort, savedId: string | null): InboxList {
  const live = useLiveList(view, sort);
  const mentions = useMentions(savedId === null && view === "mentions");
  const saved = useSavedConversations(savedId);
  const held = useStore(useActions().held.items);
  if (savedId === null && view !== "mentions") return live;
  const { conversations, ...state } = savedId === null ? mentions : saved;
  const gone = new Set(held.flatMap(({ conversationId, alsoIds = [] }) => [conversationId, ...alsoIds]));
  return { waiting: [], conversations: conversations.filter(({ id }) => !gone.has(id)), ...state };
}

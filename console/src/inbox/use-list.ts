import type { LiveConversation } from "@livechat/chat-client";
import type { Agent } from "@livechat/contract";
import { useStore } from "@nanostores/react";
import { useMemo } from "react";
import { useActions } from "../actions/use-actions.tsx";
import { canSupervise, useAgentState, useMe } from "../client/context.tsx";
import { useGroupConversations } from "../client/group-conversations.ts";
import { useMentions, useSavedConversations } from "../client/use-view-conversations.ts";
import { type InboxFilter, passes } from "./filter.ts";
import { isShown, isShownWaiting } from "./view-filter.ts";
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
  unassigned: null,
  mentions: null,
  snoozed: "snoozed",
  groups: "active",
  bots: "active",
  offline: "active",
  all: "active",
  closed: "closed",
} as const;

const isUnanswered = ({ lastMessage }: LiveConversation) => lastMessage?.authorType === "visitor";

/** What is listed. */
export interface Listed {
  readonly view: ViewName;
  /** Of a saved view, in place of the other. */
  readonly savedId: string | null;
  /** The one group that is looked at. */
  readonly groupId: string | null;
}

const botsOf = (agents: readonly Agent[]) =>
  new Set(agents.filter(({ kind }) => kind === "bot").map(({ id }) => id));

/** The conversations of a view. What an action has just taken away is not in it. */
function useLiveList({ view, groupId }: Listed, sort: Sort): InboxList {
  const me = useMe();
  const mine = useAgentState((state) => state.mine);
  const queues = useAgentState((state) => state.waiting);
  const held = useStore(useActions().held.items);
  const status = STATUSES[view];
  const groups = useAgentState((state) => state.groups);
  const agents = useAgentState((state) => state.agents);
  const seesAll = canSupervise(me) && view !== "groups";
  const ofView = seesAll ? groups.map(({ id }) => id) : me.groupIds;
  const { conversations: team, isLoading } = useGroupConversations(
    groupId === null ? ofView : [groupId],
    status,
  );
  return useMemo(() => {
    const gone = new Set(held.flatMap(({ conversationId, alsoIds = [] }) => [conversationId, ...alsoIds]));
    const stays = ({ id }: LiveConversation) => !gone.has(id);
    const bots = botsOf(agents);
    const scope = { view, groupId, me, isBot: (id: string | null) => id !== null && bots.has(id) };
    const own = view === "unanswered" ? mine.filter(isUnanswered) : mine;
    const shown = (status === null ? own : team).filter((one) => isShown(scope, one));
    // Two listeners: for a moment a chat is in the queue and its owner's already.
    const taken = new Set(shown.map(({ id }) => id));
    const waits = (one: LiveConversation) => isShownWaiting(scope, one) && !taken.has(one.id);
    const waiting = Object.values(queues).flat().filter(waits);
    return {
      waiting: sorted(waiting.filter(stays), "waiting"),
      conversations: sorted(shown.filter(stays), view === "closed" ? "newest" : sort),
      isLoading: isLoading && team.length === 0,
    };
  }, [me, agents, mine, queues, held, view, groupId, sort, status, team, isLoading]);
}

function narrowed(list: InboxList, filter: InboxFilter): InboxList {
  if (Object.keys(filter).length === 0) return list;
  const isAsked = (conversation: LiveConversation) => passes(filter, conversation);
  return {
    ...list,
    waiting: list.waiting.filter(isAsked),
    conversations: list.conversations.filter(isAsked),
  };
}

/**
 * What is asked for of the conversations of a view: one of those that are there for all, or a saved one, which the server
 * sorts.
 */
export function useInboxList(
  listed: Listed,
  { filter, sort }: { filter: InboxFilter; sort: Sort },
): InboxList {
  const { view, savedId } = listed;
  const live = useLiveList(listed, sort);
  const mentions = useMentions(savedId === null && view === "mentions");
  const saved = useSavedConversations(savedId);
  const held = useStore(useActions().held.items);
  if (savedId === null && view !== "mentions") return narrowed(live, filter);
  const { conversations, ...state } = savedId === null ? mentions : saved;
  const gone = new Set(held.flatMap(({ conversationId, alsoIds = [] }) => [conversationId, ...alsoIds]));
  const left = conversations.filter(({ id }) => !gone.has(id));
  return narrowed({ waiting: [], conversations: left, ...state }, filter);
}

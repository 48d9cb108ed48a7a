import type { LiveConversation } from "@livechat/chat-client";
import type { Agent } from "@livechat/contract";
import type { ViewName } from "./views.ts";

/** What a view shows, beside what it asks the database for. */
export interface ViewScope {
  readonly view: ViewName;
  /** The one group that is looked at; null: those of the view. */
  readonly groupId: string | null;
  readonly me: Pick<Agent, "groupIds">;
  readonly isBot: (agentId: string | null) => boolean;
}

type Shown = Pick<LiveConversation, "groupId" | "channel" | "assignedAgentId">;

const inScope = ({ view, groupId, me }: ViewScope, conversation: Shown): boolean => {
  if (groupId !== null) return conversation.groupId === groupId;
  return view !== "groups" || me.groupIds.includes(conversation.groupId);
};

/** Whether a conversation that somebody has is in the view. */
export function isShown(scope: ViewScope, conversation: Shown): boolean {
  if (scope.view === "unassigned") return false;
  if (scope.view === "bots" && !scope.isBot(conversation.assignedAgentId)) return false;
  if (scope.view === "offline" && conversation.channel !== "offline") return false;
  return inScope(scope, conversation);
}

/** Views beside which nobody waits in a queue. */
const WITHOUT_QUEUE: ReadonlySet<ViewName> = new Set(["closed", "snoozed", "mentions", "bots"]);

/** Whether a conversation that waits is in the view. */
export function isShownWaiting(scope: ViewScope, conversation: Shown): boolean {
  if (WITHOUT_QUEUE.has(scope.view)) return false;
  if (scope.view === "offline" && conversation.channel !== "offline") return false;
  return inScope(scope, conversation);
}

const OF_GROUP = "group-";

/** The name of a group's view in an address. */
export const groupViewName = (groupId: string): string => `${OF_GROUP}${groupId}`;
export const groupIdOf = (name: string): string | null =>
  name.startsWith(OF_GROUP) ? name.slice(OF_GROUP.length) : null;

import { ASSIGNED_TO_ME, ASSIGNED_TO_NOBODY, type ViewFilter, type ViewSort } from "@livechat/contract";
import type { StoredConversation } from "../../store/conversations.ts";

/** Who looks, and what of the conversations that cannot be read off them. */
export interface Viewer {
  readonly id: string;
  /** Whether the viewer may see the conversation at all. */
  readonly sees: (conversation: StoredConversation) => boolean;
  /** Conversations with notes that mention the viewer. */
  readonly mentionedIn: ReadonlySet<string>;
}

const isAsked = <T>(asked: T | null | undefined): asked is T => asked !== null && asked !== undefined;
const isOneOf = <T>(value: T, asked: T | readonly T[] | null | undefined): boolean =>
  !isAsked(asked) || (Array.isArray(asked) ? asked.includes(value) : asked === value);
const isAs = (value: boolean, asked: boolean | null | undefined): boolean =>
  !isAsked(asked) || asked === value;

function isAssigned(agentId: string | null, asked: string | null | undefined, viewerId: string): boolean {
  if (!isAsked(asked)) return true;
  if (asked === ASSIGNED_TO_NOBODY) return agentId === null;
  return agentId === (asked === ASSIGNED_TO_ME ? viewerId : asked);
}

function isWithin(time: string, from: string | null | undefined, to: string | null | undefined): boolean {
  const at = Date.parse(time);
  return (!isAsked(from) || at >= Date.parse(from)) && (!isAsked(to) || at < Date.parse(to));
}

/** Whether an open conversation's last word is the visitor's. */
export function isUnreplied({ status, lastMessage }: StoredConversation): boolean {
  return status !== "closed" && lastMessage?.authorType === "visitor";
}

/** Whether the viewer finds the conversation by the filter. */
export function matches(filter: ViewFilter, conversation: StoredConversation, viewer: Viewer): boolean {
  const { status, assignedAgentId, groupId, tagIds, priority, channel, createdAt } = conversation;
  return (
    viewer.sees(conversation) &&
    isOneOf(status, filter.status) &&
    isAs(status === "snoozed", filter.snoozed) &&
    isAssigned(assignedAgentId, filter.assignee, viewer.id) &&
    isOneOf(groupId, filter.groupIds) &&
    (!isAsked(filter.tagIds) || filter.tagIds.some((id) => tagIds.includes(id))) &&
    isAs(isUnreplied(conversation), filter.unreplied) &&
    isAs(viewer.mentionedIn.has(conversation.id), filter.mentionsMe) &&
    isOneOf(priority, filter.priority) &&
    isOneOf(channel, filter.channel) &&
    isWithin(createdAt, filter.createdFrom, filter.createdTo)
  );
}

const MILLIS_CHARS = 15;
const ascending = (time: string) => String(Date.parse(time)).padStart(MILLIS_CHARS, "0");
const descending = (time: string) =>
  String(10 ** MILLIS_CHARS - 1 - Date.parse(time)).padStart(MILLIS_CHARS, "0");

/**
 * A key that sorts as the view does. Longest waiting: who waits for a word, since when; then the rest, the newest
 * activity first.
 */
export function sortKey(conversation: StoredConversation, sort: ViewSort): string {
  const { queue, lastMessage, updatedAt } = conversation;
  if (sort === "newest") return descending(updatedAt);
  if (sort === "oldest") return ascending(updatedAt);
  const since = queue?.queuedAt ?? (isUnreplied(conversation) ? lastMessage?.createdAt : undefined);
  return since ? `0${ascending(since)}` : `1${descending(updatedAt)}`;
}

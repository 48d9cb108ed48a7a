import type { LiveConversation } from "@livechat/chat-client";
import type { Agent } from "@livechat/contract";
import type { TextKey } from "../texts/texts.ts";

export const VIEWS = [
  "mine",
  "unanswered",
  "unassigned",
  "mentions",
  "snoozed",
  "groups",
  "bots",
  "offline",
  "all",
  "closed",
] as const;
export type ViewName = (typeof VIEWS)[number];

export const VIEW_LABELS: Record<ViewName, TextKey> = {
  mine: "views.mine",
  unanswered: "views.unanswered",
  unassigned: "views.unassigned",
  mentions: "views.mentions",
  snoozed: "views.snoozed",
  groups: "views.groups",
  bots: "views.bots",
  offline: "views.offline",
  all: "views.all",
  closed: "views.closed",
};

export const viewsFor = ({ role }: Agent): readonly ViewName[] =>
  VIEWS.filter((view) => view !== "all" || role !== "agent");

export const isView = (name: string): name is ViewName => VIEWS.includes(name as ViewName);

export const SORTS = ["waiting", "newest", "oldest"] as const;
export type Sort = (typeof SORTS)[number];

/** Since when the visitor waits for a word; null when the last word is ours. */
export function unansweredSince({ lastMessage, queue }: LiveConversation): number | null {
  if (queue) return Date.parse(queue.queuedAt);
  return lastMessage?.authorType === "visitor" ? Date.parse(lastMessage.createdAt) : null;
}

/** A conversation and what orders it, read once: a comparison parses no times. */
interface Ordered {
  conversation: LiveConversation;
  since: number | null;
  activity: number;
}

const newest = (a: Ordered, b: Ordered): number => b.activity - a.activity;

function byWaiting(a: Ordered, b: Ordered): number {
  if (a.since !== null && b.since !== null) return a.since - b.since;
  if (a.since === null && b.since === null) return newest(a, b);
  return a.since === null ? 1 : -1;
}

const ORDERS: Record<Sort, (a: Ordered, b: Ordered) => number> = {
  waiting: byWaiting,
  newest,
  oldest: (a, b) => newest(b, a),
};

/** Longest waiting first: who waits for a word before who does not. */
export function sorted(conversations: readonly LiveConversation[], sort: Sort): LiveConversation[] {
  const ordered = conversations.map((conversation) => ({
    conversation,
    since: unansweredSince(conversation),
    activity: Date.parse(conversation.updatedAt),
  }));
  return ordered.sort(ORDERS[sort]).map(({ conversation }) => conversation);
}

/** How late an answer is by the group's deadline: half of it gone is soon, all of it late. */
export function urgencyOf(waitMs: number, deadlineSeconds: number | null): "none" | "soon" | "late" {
  if (deadlineSeconds === null) return "none";
  if (waitMs >= deadlineSeconds * 1000) return "late";
  return waitMs >= deadlineSeconds * 500 ? "soon" : "none";
}

/** The order that is on the screen as long as the pointer is over it: what is gone goes, what is new comes last. */
export function calmOrder(shown: readonly string[], wanted: readonly string[]): string[] {
  const there = new Set(wanted);
  const kept = shown.filter((id) => there.has(id));
  const known = new Set(kept);
  return [...kept, ...wanted.filter((id) => !known.has(id))];
}

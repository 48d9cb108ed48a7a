import type { LiveConversation } from "@livechat/chat-client";
import { SORTS, type Sort, unansweredSince } from "./views.ts";

export const PRIORITIES = ["urgent", "high", "normal", "low"] as const;
export const CHANNELS = ["chat", "offline"] as const;

/** What of a view is shown, as the address holds it; what is not there lets everything through. */
export interface InboxFilter {
  /** An agent's id, or nobody. */
  readonly owner?: string;
  readonly group?: string;
  readonly tag?: string;
  readonly priority?: (typeof PRIORITIES)[number];
  readonly channel?: (typeof CHANNELS)[number];
  /** Only those whose visitor waits for a word. */
  readonly unreplied?: true;
}

/** As an owner: it is nobody's yet. */
export const NOBODY = "none";

export interface Asked {
  readonly filter: InboxFilter;
  /** null: as this agent chose last. */
  readonly sort: Sort | null;
}

const oneOf = <T extends string>(values: readonly T[], value: string | null): T | undefined =>
  values.find((each) => each === value);

/** What the search part of an address asks for; what makes no sense in it is left out. */
export function askedIn(search: string): Asked {
  const asked = new URLSearchParams(search);
  const text = (name: string) => asked.get(name) || undefined;
  const filter = {
    owner: text("owner"),
    group: text("group"),
    tag: text("tag"),
    priority: oneOf(PRIORITIES, asked.get("priority")),
    channel: oneOf(CHANNELS, asked.get("channel")),
    unreplied: asked.get("unreplied") === "true" || undefined,
  };
  const given = Object.entries(filter).filter(([, value]) => value !== undefined);
  return { filter: Object.fromEntries(given) as InboxFilter, sort: oneOf(SORTS, asked.get("sort")) ?? null };
}

/** The search part of an address that asks for this, with its question mark; nothing where nothing is asked. */
export function searchFor({ filter, sort }: Asked): string {
  const given = Object.entries(filter).map(([name, value]) => [name, String(value)]);
  const search = new URLSearchParams(sort === null ? given : [...given, ["sort", sort]]).toString();
  return search === "" ? "" : `?${search}`;
}

type Filtered = Pick<
  LiveConversation,
  "assignedAgentId" | "groupId" | "tagIds" | "priority" | "channel" | "lastMessage" | "queue"
>;

/** Whether a conversation is one of those that are asked for: all of what is asked must hold. */
export function passes(filter: InboxFilter, conversation: Filtered): boolean {
  const { owner, group, tag, priority, channel, unreplied } = filter;
  const { assignedAgentId, groupId, tagIds } = conversation;
  if (owner !== undefined && (assignedAgentId ?? NOBODY) !== owner) return false;
  if (group !== undefined && groupId !== group) return false;
  if (tag !== undefined && !tagIds.includes(tag)) return false;
  if (priority !== undefined && conversation.priority !== priority) return false;
  if (channel !== undefined && conversation.channel !== channel) return false;
  return unreplied === undefined || unansweredSince(conversation as LiveConversation) !== null;
}

/** The address of the list that a conversation's address stands in, with what the list asks for. */
export function listOf(address: string): string {
  const [path = "", search] = address.split("?");
  const list = path.split("/").slice(0, -1).join("/");
  return search === undefined ? list : `${list}?${search}`;
}

/** The address of a conversation of a list. */
export function inList(list: string, id: string): string {
  const [path = "", search] = list.split("?");
  return search === undefined ? `${path}/${id}` : `${path}/${id}?${search}`;
}

import type { ConversationStatus } from "@livechat/contract";

export const FILTERS = ["q", "status", "group", "agent", "tag", "from", "to", "rated", "has"] as const;
/** What is asked for, as the address holds it; days are days of the reader. */
export type Filter = Partial<Record<(typeof FILTERS)[number], string>>;

const PAGE = "50";
const STATUSES: readonly string[] = ["pending", "active", "snoozed", "closed"] satisfies ConversationStatus[];
/** What a visitor thought: thumbs up or four and more of five, thumbs down or two and less. */
export const RATED = ["good", "bad"] as const;
/** What can have been sent in a chat. */
export const HAS = ["file"] as const;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** A filter from an address; what makes no sense in it is left out. */
export function filterFrom(search: string): Filter {
  const asked = new URLSearchParams(search);
  const filter: Filter = {};
  for (const name of FILTERS) {
    const value = asked.get(name);
    if (!value) continue;
    if (name === "status" && !STATUSES.includes(value)) continue;
    if ((name === "from" || name === "to") && !DAY.test(value)) continue;
    if (name === "rated" && !(RATED as readonly string[]).includes(value)) continue;
    if (name === "has" && !(HAS as readonly string[]).includes(value)) continue;
    filter[name] = value;
  }
  return filter;
}

export function searchOf(filter: Filter): string {
  const search = new URLSearchParams(Object.entries(filter)).toString();
  return search === "" ? "" : `?${search}`;
}

const startOf = (day: string): string => new Date(`${day}T00:00:00`).toISOString();
const endOf = (day: string): string => new Date(`${day}T23:59:59.999`).toISOString();

/** The API's query for it. */
export function queryOf({ status, group, agent, tag, from, to, has }: Filter) {
  return {
    limit: PAGE,
    ...(status && { status: status as ConversationStatus }),
    ...(group && { groupId: group }),
    ...(agent && { agentId: agent }),
    ...(tag && { tagId: tag }),
    ...(has && { hasFiles: "true" as const }),
    ...(from && { from: startOf(from) }),
    ...(to && { to: endOf(to) }),
  };
}

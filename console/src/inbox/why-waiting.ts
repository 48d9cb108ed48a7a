import type { Agent, Group } from "@livechat/contract";

/** Who could take a chat of the group, as far as the console knows. */
type Member = Pick<Agent, "id" | "status" | "acceptingChats" | "activeChats" | "maxConcurrentChats">;

/**
 * Why nobody has a chat that waits: nobody of the group is online, or everyone who is has as many chats as they take.
 * null: somebody is free, so that routing is about to assign it.
 */
export function whyWaiting(
  group: Pick<Group, "agentIds">,
  agents: readonly Member[],
): "nobodyOnline" | "allBusy" | null {
  const ids = new Set(group.agentIds);
  const present = agents.filter(
    ({ id, status, acceptingChats }) => ids.has(id) && status === "online" && acceptingChats,
  );
  if (present.length === 0) return "nobodyOnline";
  const isAnyoneFree = present.some(
    ({ activeChats, maxConcurrentChats }) => activeChats < maxConcurrentChats,
  );
  return isAnyoneFree ? null : "allBusy";
}

/** The page that a chat came from, short enough for a row: its path, or the host of its first page. */
export function shortPage(page: unknown): string | null {
  if (typeof page !== "string" || page === "") return null;
  if (page.startsWith("/")) return page;
  if (!URL.canParse(page)) return null;
  const { host, pathname } = new URL(page);
  return pathname === "/" ? host : pathname;
}

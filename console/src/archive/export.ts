import type { AgentClient, Visitor } from "@livechat/chat-client";
import type { Conversation } from "@livechat/contract";
import { pageQuery } from "../client/all-pages.ts";
import type { Call } from "../client/call.ts";
import { csvOf } from "../parts/csv.ts";
import "../person/texts.ts";
import type { Texts } from "../texts/texts.ts";
import { queryOf } from "./filter.ts";
import { headOf, type Names, rowOf } from "./rows.ts";
import type { Search } from "./search.ts";
import { type Found, isLookedThrough } from "./use-found.ts";

/** How much a file holds at most: each row is a conversation and, once for each visitor, who wrote. */
export const EXPORT_LIMITS = { ROWS: 1_000, VISITORS_AT_ONCE: 25 } as const;

interface Read {
  items: readonly Conversation[];
  /** Whether more would have fitted the search than a file holds. */
  isCut: boolean;
}

async function everyPage(call: Call, { filter }: Search): Promise<Read> {
  const items: Conversation[] = [];
  const { limit: _few, ...query } = queryOf(filter);
  let pageToken: string | undefined;
  while (items.length < EXPORT_LIMITS.ROWS) {
    const page = await call("listConversations", { query: { ...query, ...pageQuery(pageToken) } });
    items.push(...page.items);
    if (page.nextPageToken === null) return { items, isCut: false };
    pageToken = page.nextPageToken;
  }
  return { items: items.slice(0, EXPORT_LIMITS.ROWS), isCut: true };
}

/** What was found: where it was looked through here it is there already, else page by page to the end. */
function allFound(call: Call, { search, items }: Pick<Found, "search" | "items">): Promise<Read> {
  if (!isLookedThrough(search)) return everyPage(call, search);
  const { ROWS } = EXPORT_LIMITS;
  return Promise.resolve({ items: items.slice(0, ROWS), isCut: items.length > ROWS });
}

/** One look; null: there is none, or this agent may not see them. */
function readVisitor(client: Pick<AgentClient, "watchVisitor">, id: string): Promise<Visitor | null> {
  return new Promise((resolve) => {
    const told = (visitor: Visitor | null) => {
      resolve(visitor);
      // Not from within: the first look may come before there is anything to stop.
      queueMicrotask(() => stop());
    };
    const stop = client.watchVisitor(id, { next: told, failed: () => told(null) });
  });
}

async function readVisitors(
  client: Pick<AgentClient, "watchVisitor">,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Visitor | null>> {
  const read = new Map<string, Visitor | null>();
  for (let at = 0; at < ids.length; at += EXPORT_LIMITS.VISITORS_AT_ONCE) {
    const some = ids.slice(at, at + EXPORT_LIMITS.VISITORS_AT_ONCE);
    await Promise.all(some.map(async (id) => read.set(id, await readVisitor(client, id))));
  }
  return read;
}

interface Deps {
  call: Call;
  client: Pick<AgentClient, "watchVisitor">;
  names: Omit<Names, "visitor">;
  t: Texts;
}

export interface Exported {
  csv: string;
  rows: number;
  isCut: boolean;
}

/**
 * What a search finds as comma-separated values, the newest first, at most as many rows as a file holds.
 * @throws ChatError when the API refuses a page.
 */
export async function exportFound(found: Pick<Found, "search" | "items">, deps: Deps): Promise<Exported> {
  const { call, client, names, t } = deps;
  const { items, isCut } = await allFound(call, found);
  const visitors = await readVisitors(client, [...new Set(items.map(({ visitorId }) => visitorId))]);
  const known: Names = { ...names, visitor: (id) => visitors.get(id) ?? null };
  const rows = items.map((conversation) => rowOf(conversation, known, t));
  return { csv: csvOf([headOf(t), ...rows]), rows: rows.length, isCut };
}

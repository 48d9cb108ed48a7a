import type { Conversation, Visitor } from "@livechat/contract";
import { pageQuery } from "../client/all-pages.ts";
import type { Call } from "../client/call.ts";
import { type Filter, queryOf } from "./filter.ts";
import { folded, holdsAll, type Search } from "./search.ts";

/** How far a search reads: each page is a hundred documents, which are paid for. */
export const SEARCH_LIMITS = { PAGES: 5, VISITORS: 10, PER_VISITOR: 20 } as const;
/** Chats and visitors, each, that a search looks through. */
export const SEARCHED = SEARCH_LIMITS.PAGES * 100;

interface Page<T> {
  items: T[];
  nextPageToken: string | null;
}

async function matching<T>(
  load: (pageToken: string | undefined) => Promise<Page<T>>,
  isWanted: (item: T) => boolean,
): Promise<T[]> {
  const found: T[] = [];
  let pageToken: string | undefined;
  for (let at = 0; at < SEARCH_LIMITS.PAGES; at += 1) {
    const page = await load(pageToken);
    found.push(...page.items.filter(isWanted));
    if (page.nextPageToken === null) break;
    pageToken = page.nextPageToken;
  }
  return found;
}

/** The visitor with exactly this address, however long ago; else the latest whose name or address holds the words. */
async function visitorsWith(call: Call, words: readonly string[]): Promise<Visitor[]> {
  const [only = ""] = words;
  if (words.length === 1 && /^\S+@\S+\.\S+$/.test(only)) {
    return (await call("listVisitors", { query: { email: only } })).items;
  }
  return matching(
    (pageToken) => call("listVisitors", { query: pageQuery(pageToken) }),
    ({ name, email, externalId }) => holdsAll([name, email, externalId], words),
  );
}

/** How a rating counts; null: neither good nor bad. */
export function ratedAs({ rating }: Pick<Conversation, "rating">): "good" | "bad" | null {
  if (!rating) return null;
  if (rating.scale === "thumbs") return rating.score > 0 ? "good" : "bad";
  if (rating.score >= 4) return "good";
  return rating.score <= 2 ? "bad" : null;
}

const passes = (conversation: Conversation, filter: Filter): boolean => {
  const { status, group, agent, tag, from, to, rated, has } = filter;
  const at = conversation.updatedAt;
  const range = queryOf({ ...(from && { from }), ...(to && { to }) });
  return (
    (!status || conversation.status === status) &&
    (!rated || ratedAs(conversation) === rated) &&
    (!has || conversation.hasFiles) &&
    (!group || conversation.groupId === group) &&
    (!agent || conversation.assignedAgentId === agent) &&
    (!tag || conversation.tagIds.includes(tag)) &&
    (!range.from || at >= range.from) &&
    (!range.to || at <= range.to)
  );
};

async function ofVisitors(call: Call, words: readonly string[], filter: Filter): Promise<Conversation[]> {
  if (words.length === 0) return [];
  const visitors = (await visitorsWith(call, words)).slice(0, SEARCH_LIMITS.VISITORS);
  const pages = await Promise.all(
    visitors.map(({ id }) =>
      call("listConversations", { query: { visitorId: id, limit: String(SEARCH_LIMITS.PER_VISITOR) } }),
    ),
  );
  return pages.flatMap(({ items }) => items).filter((conversation) => passes(conversation, filter));
}

const textsOf = ({ lastMessage, subject, metadata }: Conversation) => [
  lastMessage?.text,
  subject,
  ...Object.values(metadata).filter((value) => typeof value === "string"),
];

/**
 * The chats that hold the words in what was said last, in their subject or attributes, and those of visitors with such
 * a name or address; newest activity first. The latest of both are looked through, an address is found whenever it was.
 */
export async function findConversations(call: Call, { filter, words }: Search): Promise<Conversation[]> {
  const { limit: _few, ...query } = queryOf(filter);
  const said = matching(
    (pageToken) => call("listConversations", { query: { ...query, ...pageQuery(pageToken) } }),
    (conversation) =>
      (!filter.rated || ratedAs(conversation) === filter.rated) &&
      holdsAll(textsOf(conversation), words.map(folded)),
  );
  const found = (await Promise.all([said, ofVisitors(call, words, filter)])).flat();
  const byId = new Map(found.map((conversation) => [conversation.id, conversation]));
  return [...byId.values()].sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
}

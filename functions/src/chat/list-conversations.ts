import type { Conversation, ConversationStatus, Page, PageQuery, SyncQuery } from "@livechat/contract";
import { Filter, type Query, type QueryDocumentSnapshot } from "firebase-admin/firestore";
import { type Caller, canSupervise } from "../auth/caller.ts";
import { toApiFrom } from "../conversation/read-conversation.ts";
import type { Context } from "../platform/context.ts";
import { ChatError } from "../platform/error.ts";
import { agents } from "../store/agents.ts";
import { conversations } from "../store/conversations.ts";
import { cutPage, type Order, pageOfQuery, readAsOfFirstPage } from "../store/pages.ts";
import { inOrder, isSync } from "../store/sync.ts";

export interface ConversationFilter extends PageQuery, SyncQuery {
  status?: ConversationStatus | undefined;
  groupId?: string | undefined;
  agentId?: string | undefined;
  tagId?: string | undefined;
  visitorId?: string | undefined;
  hasFiles?: "true" | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

const NEWEST_ACTIVITY_FIRST: Order = {
  list: "conversations",
  field: "updatedAt",
  direction: "desc",
  isMutable: true,
};

/** Firestore takes 30 alternatives in one query; one of them is "assigned to me". */
const GROUPS_PER_QUERY = 29;

/** @throws ChatError `validation` for a range that ends before it begins. */
export function checkRange({ from, to }: Pick<ConversationFilter, "from" | "to">): void {
  if (from === undefined || to === undefined || Date.parse(from) <= Date.parse(to)) return;
  throw new ChatError("validation", "from: must not be after to", {
    details: [{ path: "from", message: "must not be after to" }],
  });
}

function filtered(filter: ConversationFilter, ctx: Context): Query {
  let query: Query = conversations.all(ctx.db);
  if (filter.status) query = query.where("status", "==", filter.status);
  if (filter.groupId) query = query.where("groupId", "==", filter.groupId);
  if (filter.agentId) query = query.where("assignedAgentId", "==", filter.agentId);
  if (filter.tagId) query = query.where("tagIds", "array-contains", filter.tagId);
  if (filter.visitorId) query = query.where("visitorId", "==", filter.visitorId);
  if (filter.hasFiles) query = query.where("hasFiles", "==", true);
  if (filter.from) query = query.where("updatedAt", ">=", new Date(filter.from));
  if (filter.to) query = query.where("updatedAt", "<=", new Date(filter.to));
  return query;
}

/** The queries that together find what the caller may see: one, but for agents of very many groups. */
async function visibleTo(caller: Caller, filter: ConversationFilter, ctx: Context): Promise<Query[]> {
  const query = filtered(filter, ctx);
  if (caller.kind === "visitor") return [query.where("visitorId", "in", [...caller.visitorIds])];
  if (canSupervise(caller) || filter.agentId === caller.id) return [query];
  // A bot sees its own alone.
  const groupIds = caller.apiKey ? [] : ((await agents.get(ctx.db, caller.id))?.groupIds ?? []);
  const own = Filter.where("assignedAgentId", "==", caller.id);
  if (filter.groupId && !caller.apiKey) return [groupIds.includes(filter.groupId) ? query : query.where(own)];
  if (groupIds.length === 0) return [query.where(own)];
  const chunks = Array.from({ length: Math.ceil(groupIds.length / GROUPS_PER_QUERY) }, (_, i) =>
    groupIds.slice(i * GROUPS_PER_QUERY, (i + 1) * GROUPS_PER_QUERY),
  );
  return chunks.map((chunk) => query.where(Filter.or(Filter.where("groupId", "in", chunk), own)));
}

/** In the list's order: by the time of the last change, then by id. */
function byActivity(direction: Order["direction"]) {
  const sign = direction === "asc" ? 1 : -1;
  return (a: QueryDocumentSnapshot, b: QueryDocumentSnapshot): number => {
    const [x = "", y = ""] = [a, b].map(
      (found) => found.get(NEWEST_ACTIVITY_FIRST.field).valueOf() as string,
    );
    if (x !== y) return x < y ? -sign : sign;
    return a.id < b.id ? -sign : sign;
  };
}

/** Merges what several queries found; a conversation that two of them found stands once. */
function merge(found: readonly QueryDocumentSnapshot[][], { direction }: Order): QueryDocumentSnapshot[] {
  const [only] = found;
  if (only && found.length === 1) return only;
  const byId = new Map(found.flat().map((snapshot) => [snapshot.id, snapshot]));
  return [...byId.values()].sort(byActivity(direction));
}

type Found = QueryDocumentSnapshot[];

/** What has changed, the oldest change first. */
async function readChanges(
  queries: readonly Query[],
  filter: ConversationFilter,
  ctx: Context,
): Promise<Page<QueryDocumentSnapshot>> {
  const asked = { order: NEWEST_ACTIVITY_FIRST, now: ctx.now() };
  const synced = queries.map((query) => inOrder(query, filter, asked));
  const order = synced[0]?.order ?? NEWEST_ACTIVITY_FIRST;
  const found = await Promise.all(
    synced.map(async ({ query }): Promise<Found> => (await pageOfQuery(query, filter, order).get()).docs),
  );
  return cutPage(merge(found, order), filter, { order, parse: (snapshots) => snapshots });
}

async function readNewest(
  queries: readonly Query[],
  filter: ConversationFilter,
  ctx: Context,
): Promise<Page<QueryDocumentSnapshot>> {
  const order = NEWEST_ACTIVITY_FIRST;
  const { found, readAt } = await readAsOfFirstPage(queries, filter, { order, db: ctx.db, now: ctx.now() });
  return cutPage(merge(found, order), filter, { order, readAt, parse: (snapshots) => snapshots });
}

/**
 * Conversations that the caller may see, newest activity first; `from` and `to` bound the last activity. Later pages show
 * what was when the first one was read. Or what has changed, in the order of the changes: see `inOrder`.
 * @throws ChatError `validation` for a bad page token or range.
 */
export async function listConversations(
  filter: ConversationFilter,
  caller: Caller,
  ctx: Context,
): Promise<Page<Conversation>> {
  checkRange(filter);
  const queries = await visibleTo(caller, filter, ctx);
  const read = isSync(filter) ? readChanges : readNewest;
  const page = await read(queries, filter, ctx);
  return { ...page, items: await Promise.all(page.items.map((snapshot) => toApiFrom(snapshot, ctx))) };
}

import {
  ASSIGNED_TO_ME,
  ASSIGNED_TO_NOBODY,
  type Conversation,
  type ConversationStatus,
  LIMITS,
  type Page,
  type PageQuery,
  type View,
} from "@livechat/contract";
import {
  type DocumentSnapshot,
  Filter,
  type Query,
  type QueryDocumentSnapshot,
} from "firebase-admin/firestore";
import type { AgentCaller } from "../../auth/caller.ts";
import { agentSees } from "../../conversation/agent-sees.ts";
import { toApiFrom } from "../../conversation/read-conversation.ts";
import type { Context } from "../../platform/context.ts";
import { conversations, type StoredConversation } from "../../store/conversations.ts";
import { notificationsOf } from "../../store/notifications.ts";
import { nameOfList, readStringsToken, writePageToken } from "../../store/page-token.ts";
import { type Order, readFilteredPage } from "../../store/pages.ts";
import { matches, sortKey, type Viewer } from "./matches.ts";
import { findView, groupIdsOf } from "./read-views.ts";

/** Firestore takes 30 alternatives in one query; one of them is "assigned to me". */
const GROUPS_PER_QUERY = 29;
/** Of a view that is sorted by waiting, so many open conversations of a status are looked at. */
const MAX_OPEN_READ = 2_000;
/** A mention is known from its notification, of which so many are looked at. */
const MAX_MENTIONS_READ = 500;
const OPEN: readonly ConversationStatus[] = ["pending", "active", "snoozed"];

type Snapshot = DocumentSnapshot | QueryDocumentSnapshot;
interface Looking {
  readonly view: View;
  readonly viewer: Viewer;
  readonly groupIds: readonly string[] | null;
  readonly page: PageQuery;
}

async function mentionedIn({ view, caller }: { view: View; caller: AgentCaller }, ctx: Context) {
  if (view.filter.mentionsMe === null || view.filter.mentionsMe === undefined) return new Set<string>();
  const told = notificationsOf(ctx.db, caller.id)
    .where("type", "==", "mention")
    .orderBy("createdAt", "desc")
    .limit(MAX_MENTIONS_READ);
  const { docs } = await told.get();
  return new Set(docs.map((doc) => doc.get("conversationId") as string));
}

/** Narrowed by what an index answers; the rest of the filter is looked at in each document. */
function narrowed(query: Query, { view, viewer, groupIds }: Looking): Query {
  const { assignee, groupIds: asked } = view.filter;
  if (assignee && assignee !== ASSIGNED_TO_NOBODY) {
    return query.where("assignedAgentId", "==", assignee === ASSIGNED_TO_ME ? viewer.id : assignee);
  }
  if (asked?.length === 1) return query.where("groupId", "==", asked[0]);
  if (groupIds === null || groupIds.length > GROUPS_PER_QUERY) return query;
  const own = Filter.where("assignedAgentId", "==", viewer.id);
  if (groupIds.length === 0) return query.where(own);
  return query.where(Filter.or(Filter.where("groupId", "in", [...groupIds]), own));
}

function keeper({ view, viewer }: Looking) {
  return (snapshot: Snapshot): { snapshot: Snapshot; conversation: StoredConversation } | null => {
    const conversation = conversations.parse(snapshot);
    return conversation && matches(view.filter, conversation, viewer) ? { snapshot, conversation } : null;
  };
}

function statusesAsked({ view }: Looking): ConversationStatus[] {
  const { status } = view.filter;
  const all: ConversationStatus[] = [...OPEN, "closed"];
  return all.filter((each) => !status || (Array.isArray(status) ? status.includes(each) : status === each));
}

type Found = Page<Snapshot>;

/** Those that `keep` keeps, by their last activity, as the list was when its first page was read. */
async function byActivity(
  looking: Looking,
  statuses: readonly ConversationStatus[],
  ctx: Context,
): Promise<Found> {
  const { view, page } = looking;
  const direction = view.sort === "oldest" ? "asc" : "desc";
  const order: Order = { list: `view:${view.id}`, field: "updatedAt", direction, isMutable: true };
  const [only, ...others] = statuses;
  const all = conversations.all(ctx.db);
  const query = narrowed(others.length === 0 && only ? all.where("status", "==", only) : all, looking);
  const keep = keeper(looking);
  const asOf = { db: ctx.db, now: ctx.now() };
  return readFilteredPage(query, page, { order, keep: (doc) => keep(doc)?.snapshot ?? null, asOf });
}

/** One page of what was read whole: what comes after the last one by its key. */
function pageOfSorted(found: readonly Snapshot[], { view, viewer, page, groupIds }: Looking): Found {
  const keep = keeper({ view, viewer, page, groupIds });
  const sorted = found
    .flatMap((snapshot) => keep(snapshot) ?? [])
    .map(({ snapshot, conversation }) => ({
      snapshot,
      key: `${sortKey(conversation, view.sort)} ${snapshot.id}`,
    }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const list = nameOfList(`view:${view.id}:sorted`);
  const after = page.pageToken === undefined ? "" : (readStringsToken(list, page.pageToken, 1)[0] ?? "");
  const rest = sorted.filter(({ key }) => key > after);
  const limit = page.limit ?? LIMITS.DEFAULT_PAGE_ITEMS;
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  const nextPageToken = rest.length > limit && last ? writePageToken(list, [last.key]) : null;
  return { items: items.map(({ snapshot }) => snapshot), nextPageToken };
}

async function readOpen(looking: Looking, ctx: Context): Promise<Snapshot[]> {
  const asked = statusesAsked(looking).filter((status) => OPEN.includes(status));
  const read = asked.map(async (status) => {
    const query = narrowed(conversations.all(ctx.db).where("status", "==", status), looking);
    return (await query.limit(MAX_OPEN_READ).get()).docs;
  });
  return (await Promise.all(read)).flat();
}

const CLOSED_PREFIX = "closed.";

/** Open ones by their waiting; then the closed ones, of which nobody waits, the newest first. */
async function byWaiting(looking: Looking, ctx: Context): Promise<Found> {
  const { page } = looking;
  const { pageToken } = page;
  const hasClosed = statusesAsked(looking).includes("closed");
  const closedPage = (asked: PageQuery) => byActivity({ ...looking, page: asked }, ["closed"], ctx);
  const wrapped = ({ items, nextPageToken }: Found): Found => ({
    items,
    nextPageToken: nextPageToken === null ? null : CLOSED_PREFIX + nextPageToken,
  });
  if (hasClosed && pageToken?.startsWith(CLOSED_PREFIX)) {
    const inner = pageToken.slice(CLOSED_PREFIX.length);
    return wrapped(await closedPage(inner === "" ? { limit: page.limit } : { ...page, pageToken: inner }));
  }
  const open = pageOfSorted(await readOpen(looking, ctx), looking);
  const room = (page.limit ?? LIMITS.DEFAULT_PAGE_ITEMS) - open.items.length;
  if (!hasClosed || open.nextPageToken !== null) return open;
  if (room === 0) return { items: open.items, nextPageToken: CLOSED_PREFIX };
  const closed = wrapped(await closedPage({ limit: room }));
  return { items: [...open.items, ...closed.items], nextPageToken: closed.nextPageToken };
}

async function mentioned(looking: Looking, ctx: Context): Promise<Found> {
  const ids = [...looking.viewer.mentionedIn];
  if (ids.length === 0) return { items: [], nextPageToken: null };
  return pageOfSorted(await ctx.db.getAll(...ids.map((id) => conversations.ref(ctx.db, id))), looking);
}

function find(looking: Looking, ctx: Context): Promise<Found> {
  if (looking.view.filter.mentionsMe === true) return mentioned(looking, ctx);
  if (looking.view.sort === "longestWaiting") return byWaiting(looking, ctx);
  return byActivity(looking, statusesAsked(looking), ctx);
}

/**
 * The conversations of a view, as far as the caller may see them. What no index answers is looked at one by one: a page
 * may cost more reads than it has items.
 * @throws ChatError `not_found`, `validation` for a bad page token.
 */
export async function listViewConversations(
  id: string,
  { page, caller }: { page: PageQuery; caller: AgentCaller },
  ctx: Context,
): Promise<Page<Conversation>> {
  const groupIds = await groupIdsOf(caller, ctx);
  const view = await findView(id, { caller, groupIds }, ctx);
  const viewer: Viewer = {
    id: caller.id,
    sees: (conversation) => agentSees({ ...caller, groupIds: groupIds ?? [] }, conversation),
    mentionedIn: await mentionedIn({ view, caller }, ctx),
  };
  const { items, nextPageToken } = await find({ view, viewer, groupIds, page }, ctx);
  return { items: await Promise.all(items.map((snapshot) => toApiFrom(snapshot, ctx))), nextPageToken };
}

import type { Event, Page } from "@livechat/contract";
import { LIMITS } from "@livechat/contract";
import type { Query } from "firebase-admin/firestore";
import type { Caller } from "../auth/caller.ts";
import type { Context } from "../platform/context.ts";
import { conversationEventsQuery, events, eventsOf } from "../store/events.ts";
import { nameOfList, readNumberToken, writePageToken } from "../store/page-token.ts";

export interface EventRange {
  afterSeq?: number | undefined;
  beforeSeq?: number | undefined;
  limit?: number | undefined;
  pageToken?: string | undefined;
}

/** Visitors never see private notes; the query itself leaves them out. */
function visibleTo(caller: Caller, query: Query): Query {
  return caller.kind === "visitor" ? query.where("visibility", "==", "all") : query;
}

/** @param of the conversation or thread: a token of another one is refused. */
async function readRange(query: Query, of: string, range: EventRange): Promise<Page<Event>> {
  const limit = range.limit ?? LIMITS.DEFAULT_PAGE_ITEMS;
  const list = nameOfList(`events of ${of}`);
  const afterSeq = range.pageToken ? readNumberToken(list, range.pageToken) : (range.afterSeq ?? 0);
  const later = query.where("seq", ">", afterSeq);
  if (range.beforeSeq !== undefined) {
    const last = later.where("seq", "<", range.beforeSeq).limitToLast(limit);
    return { items: await events.find(last), nextPageToken: null };
  }
  const found = await events.find(later.limit(limit + 1));
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, nextPageToken: found.length > limit && last ? writePageToken(list, last.seq) : null };
}

/** The events of all threads of a conversation, in order. */
export function readConversationEvents(
  conversationId: string,
  range: EventRange,
  caller: Caller,
  ctx: Context,
): Promise<Page<Event>> {
  return readRange(visibleTo(caller, conversationEventsQuery(ctx.db, conversationId)), conversationId, range);
}

/** The events of one thread, in order. */
export function readThreadEvents(
  threadId: string,
  range: EventRange,
  caller: Caller,
  ctx: Context,
): Promise<Page<Event>> {
  return readRange(visibleTo(caller, eventsOf(ctx.db, threadId).orderBy("seq")), threadId, range);
}

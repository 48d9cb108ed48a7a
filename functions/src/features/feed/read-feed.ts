import { type FeedPage, type FeedQuery, LIMITS, typesOf } from "@livechat/contract";
import type { Query } from "firebase-admin/firestore";
import type { Context } from "../../platform/context.ts";
import { forgetListeners } from "../../store/listeners.ts";
import { FEED, feeds, NO_FEED, occurrences, toItem } from "../../store/occurrences.ts";
import { transact } from "../../store/transact.ts";
import { givePositions } from "./give-positions.ts";

/** Firestore takes so many values of an `in`. All types together are fewer. */
const MAX_TYPES = 30;

/** The first pull of all: from now on everything is recorded. null: the feed runs already. */
async function start(ctx: Context): Promise<string | null> {
  const startedAt = await transact(
    ctx,
    async (tx) => {
      const feed = (await tx.find(feeds, FEED)) ?? NO_FEED;
      if (feed.startedAt !== null) return null;
      const now = ctx.now();
      tx.set(feeds.ref(ctx.db, FEED), { ...feed, startedAt: now });
      return now.toISOString();
    },
    { key: "feed" },
  );
  if (startedAt !== null) forgetListeners(ctx);
  return startedAt;
}

function queryOf({ after, types, conversationId }: FeedQuery, ctx: Context): Query {
  const named = new Set((types ?? ["*"]).flatMap(typesOf));
  let query: Query = occurrences.all(ctx.db);
  if (conversationId !== undefined) query = query.where("conversationId", "==", conversationId);
  if (types && !types.includes("*")) query = query.where("type", "in", [...named].slice(0, MAX_TYPES));
  return query.where("position", ">", Number(after ?? 0)).orderBy("position");
}

/**
 * What happened, from a place on. What waits for its place gets it first, so that the answer has what was committed
 * before the call.
 */
export async function readFeed(query: FeedQuery, ctx: Context): Promise<FeedPage> {
  const feed = await feeds.get(ctx.db, FEED);
  const startedAt = feed?.startedAt ? null : await start(ctx);
  if (startedAt !== null) return { items: [], nextCursor: query.after ?? "0", startedAt };
  await givePositions(ctx);
  const found = await occurrences.find(queryOf(query, ctx).limit(query.limit ?? LIMITS.DEFAULT_PAGE_ITEMS));
  const last = found.at(-1)?.position;
  const told = query.includeNotes ? found : found.filter(({ isNote }) => !isNote);
  return { items: told.map(toItem), nextCursor: String(last ?? query.after ?? 0) };
}

import type { Page, PageQuery, Rating, SyncQuery } from "@livechat/contract";
import type { Query } from "firebase-admin/firestore";
import type { Context } from "../../platform/context.ts";
import { ChatError } from "../../platform/error.ts";
import { type Order, readPage } from "../../store/pages.ts";
import { ratings } from "../../store/ratings.ts";
import { inOrder, isSync } from "../../store/sync.ts";

export interface RatingFilter extends PageQuery, SyncQuery {
  readonly agentId?: string | undefined;
  readonly groupId?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const NEWEST_FIRST: Order = { list: ratings.name, field: "createdAt", direction: "desc" };

/** Two times of one rating, each with a range, would need an index for every pair. */
function checkNotBoth(filter: RatingFilter): void {
  if (!isSync(filter) || (filter.from === undefined && filter.to === undefined)) return;
  const details = [{ path: "updatedAfter", message: "must not be together with from or to" }];
  throw new ChatError("validation", "updatedAfter: must not be together with from or to", { details });
}

/** Ratings, newest first; `from` and `to` bound when they were first given. @throws ChatError `validation`. */
export function listRatings(filter: RatingFilter, ctx: Context): Promise<Page<Rating>> {
  checkNotBoth(filter);
  let query: Query = ratings.all(ctx.db);
  if (filter.agentId) query = query.where("agentId", "==", filter.agentId);
  if (filter.groupId) query = query.where("groupId", "==", filter.groupId);
  if (filter.from) query = query.where("createdAt", ">=", new Date(filter.from));
  if (filter.to) query = query.where("createdAt", "<=", new Date(filter.to));
  const asked = inOrder(query, filter, { order: NEWEST_FIRST, now: ctx.now() });
  return readPage(asked.query, filter, { order: asked.order, parse: ratings.parseAll });
}

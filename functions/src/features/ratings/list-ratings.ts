import type { Page, PageQuery, Rating } from "@livechat/contract";
import type { Query } from "firebase-admin/firestore";
import type { Context } from "../../platform/context.ts";
import { type Order, readPage } from "../../store/pages.ts";
import { ratings } from "../../store/ratings.ts";

export interface RatingFilter extends PageQuery {
  readonly agentId?: string | undefined;
  readonly groupId?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const NEWEST_FIRST: Order = { list: ratings.name, field: "createdAt", direction: "desc" };

/** Ratings, newest first; `from` and `to` bound when they were first given. @throws ChatError `validation`. */
export function listRatings(filter: RatingFilter, ctx: Context): Promise<Page<Rating>> {
  let query: Query = ratings.all(ctx.db);
  if (filter.agentId) query = query.where("agentId", "==", filter.agentId);
  if (filter.groupId) query = query.where("groupId", "==", filter.groupId);
  if (filter.from) query = query.where("createdAt", ">=", new Date(filter.from));
  if (filter.to) query = query.where("createdAt", "<=", new Date(filter.to));
  return readPage(query, filter, { order: NEWEST_FIRST, parse: ratings.parseAll });
}

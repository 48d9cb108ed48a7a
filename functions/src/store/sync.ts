import type { PageQuery, SyncQuery } from "@livechat/contract";
import type { Query } from "firebase-admin/firestore";
import type { Order } from "./pages.ts";

/**
 * So far behind now are the pages of a list in the order of its changes. A change carries the time at which its
 * transaction ran and is seen a moment later; within this time it is there, so that nothing comes to stand behind a page
 * that was read before: `transact` runs again what took too long to be.
 */
export const SYNC_LAG_SECONDS = 2;

type SyncedPage = PageQuery & SyncQuery;

/** Whether a list is asked for in the order of its changes. */
export function isSync({ updatedAfter, order }: SyncQuery): boolean {
  return updatedAfter !== undefined || order !== undefined;
}

/**
 * A list as it was asked for: in its own order, or in that of its changes, the oldest first, from `updatedAfter` (not
 * included) to `SYNC_LAG_SECONDS` ago. What changes while its pages are read stands on a later one, or behind the last:
 * it may be met twice and is never missed.
 * @param field the time of the last change, which every document of the list has.
 */
export function inOrder(
  query: Query,
  page: SyncedPage,
  { order, now, field = "updatedAt" }: { order: Order; now: Date; field?: string },
): { query: Query; order: Order } {
  if (!isSync(page)) return { query, order };
  const until = new Date(now.getTime() - SYNC_LAG_SECONDS * 1000);
  const bounded = query.where(field, "<=", until);
  const { updatedAfter } = page;
  return {
    query: updatedAfter === undefined ? bounded : bounded.where(field, ">", new Date(updatedAfter)),
    order: { list: order.list, field, direction: "asc" },
  };
}

import type { Page, PageQuery, SyncQuery } from "@livechat/contract";
import type { Query } from "firebase-admin/firestore";
import type { AgentCaller } from "../auth/caller.ts";
import type { Context } from "../platform/context.ts";
import { notFound, refused } from "../platform/error.ts";
import type { Collection } from "../store/collection.ts";
import { byCreation, type Order, readPage } from "../store/pages.ts";
import { inOrder, isSync } from "../store/sync.ts";

/** Who asks for one thing that may be soft-deleted, and whether a deleted one will do. */
export interface Asked {
  readonly includeDeleted?: boolean | undefined;
  readonly caller: AgentCaller;
}

export interface DeletablePage extends PageQuery, SyncQuery {
  includeDeleted?: boolean | undefined;
}

/** @throws ChatError `authorization` when somebody other than an admin asks for deleted things. */
export function checkMaySeeDeleted(caller: AgentCaller, includeDeleted: boolean | undefined): boolean {
  if (includeDeleted && caller.role !== "admin") throw refused("admins_only_deleted");
  return includeDeleted === true;
}

/** @throws ChatError `not_found`, also for a deleted thing unless an admin asks for it. */
export async function readDeletable<T extends { isDeleted: boolean }>(
  collection: Collection<T>,
  id: string,
  { includeDeleted, caller, ctx }: Asked & { ctx: Context },
): Promise<T> {
  const mayBeDeleted = checkMaySeeDeleted(caller, includeDeleted);
  const found = await collection.get(ctx.db, id);
  if (!found || (found.isDeleted && !mayBeDeleted)) throw notFound(collection.label);
  return found;
}

/**
 * All of a collection; without the deleted, unless an admin asks for them, or an admin or a key asks what has changed:
 * who keeps a copy must learn that something has gone.
 */
export function deletableQuery<T>(
  collection: Collection<T>,
  page: DeletablePage,
  { caller, ctx }: { caller: AgentCaller; ctx: Context },
): { query: Query; order: Order } {
  const seesDeleted = checkMaySeeDeleted(caller, page.includeDeleted);
  const all = collection.all(ctx.db);
  const withDeleted = seesDeleted || (isSync(page) && caller.role === "admin");
  const query = withDeleted ? all : all.where("isDeleted", "==", false);
  return inOrder(query, page, { order: byCreation(collection.name), now: ctx.now() });
}

/** A page of a collection, in the order in which its things were created, or in that of their changes. */
export function listDeletable<T>(
  collection: Collection<T>,
  page: DeletablePage,
  { caller, ctx }: { caller: AgentCaller; ctx: Context },
): Promise<Page<T>> {
  const { query, order } = deletableQuery(collection, page, { caller, ctx });
  return readPage(query, page, { order, parse: collection.parseAll });
}

import type { Group, Page, PageQuery } from "@livechat/contract";
import type { Query, Transaction } from "firebase-admin/firestore";
import type { AgentCaller } from "../auth/caller.ts";
import type { Context } from "../platform/context.ts";
import { notFound } from "../platform/error.ts";
import { groups } from "../store/groups.ts";
import { byCreation, readPage } from "../store/pages.ts";
import { checkMaySeeDeleted } from "./read-agent.ts";

/** A group, deleted or not, in a transaction. @throws ChatError `not_found`. */
export async function getGroup(tx: Transaction, id: string, ctx: Context): Promise<Group> {
  const group = groups.parse(await tx.get(groups.ref(ctx.db, id)));
  if (!group) throw notFound("group");
  return group;
}

/** A group that is not deleted, in a transaction. @throws ChatError `not_found`. */
export async function getLivingGroup(tx: Transaction, id: string, ctx: Context): Promise<Group> {
  const group = await getGroup(tx, id, ctx);
  if (group.isDeleted) throw notFound("group");
  return group;
}

/** @throws ChatError `not_found`, also for a deleted group unless an admin asks for it. */
export async function readGroup(
  id: string,
  { includeDeleted, caller }: { includeDeleted?: boolean | undefined; caller: AgentCaller },
  ctx: Context,
): Promise<Group> {
  const mayBeDeleted = checkMaySeeDeleted(caller, includeDeleted);
  const group = await groups.get(ctx.db, id);
  if (!group || (group.isDeleted && !mayBeDeleted)) throw notFound("group");
  return group;
}

/** Groups in the order in which they were created. */
export function listGroups(
  page: PageQuery & { includeDeleted?: boolean | undefined },
  caller: AgentCaller,
  ctx: Context,
): Promise<Page<Group>> {
  let query: Query = groups.all(ctx.db);
  if (!checkMaySeeDeleted(caller, page.includeDeleted)) query = query.where("isDeleted", "==", false);
  return readPage(query, page, { order: byCreation(groups.name), parse: groups.parseAll });
}

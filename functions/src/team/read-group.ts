import type { Group, Page, PageQuery } from "@livechat/contract";
import type { Query } from "firebase-admin/firestore";
import type { AgentCaller } from "../auth/caller.ts";
import type { Context } from "../platform/context.ts";
import { notFound } from "../platform/error.ts";
import { groups } from "../store/groups.ts";
import { byCreation, readPage } from "../store/pages.ts";
import { checkMaySeeDeleted } from "./read-agent.ts";

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

import type { Group, Page } from "@livechat/contract";
import type { AgentCaller } from "../auth/caller.ts";
import type { Context } from "../platform/context.ts";
import { groups } from "../store/groups.ts";
import { type Asked, type DeletablePage, listDeletable, readDeletable } from "./deletable.ts";

/** @throws ChatError `not_found`, also for a deleted group unless an admin asks for it. */
export function readGroup(id: string, asked: Asked, ctx: Context): Promise<Group> {
  return readDeletable(groups, id, { ...asked, ctx });
}

/** Groups in the order in which they were created. */
export function listGroups(page: DeletablePage, caller: AgentCaller, ctx: Context): Promise<Page<Group>> {
  return listDeletable(groups, page, { caller, ctx });
}

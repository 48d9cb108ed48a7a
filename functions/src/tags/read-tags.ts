import type { Page, Tag } from "@livechat/contract";
import type { AgentCaller } from "../auth/caller.ts";
import type { Context } from "../platform/context.ts";
import { tags } from "../store/tags.ts";
import { type Asked, type DeletablePage, listDeletable, readDeletable } from "../team/deletable.ts";

/** @throws ChatError `not_found`, also for a deleted tag unless an admin asks for it. */
export function readTag(id: string, asked: Asked, ctx: Context): Promise<Tag> {
  return readDeletable(tags, id, { ...asked, ctx });
}

/** Tags in the order in which they were created. */
export function listTags(page: DeletablePage, caller: AgentCaller, ctx: Context): Promise<Page<Tag>> {
  return listDeletable(tags, page, { caller, ctx });
}

import type { Page, PageQuery, Tag } from "@livechat/contract";
import type { Query } from "firebase-admin/firestore";
import type { AgentCaller } from "../auth/caller.ts";
import type { Context } from "../platform/context.ts";
import { notFound } from "../platform/error.ts";
import { byCreation, readPage } from "../store/pages.ts";
import { tags } from "../store/tags.ts";
import { checkMaySeeDeleted } from "../team/read-agent.ts";

/** @throws ChatError `not_found`, also for a deleted tag unless an admin asks for it. */
export async function readTag(
  id: string,
  { includeDeleted, caller }: { includeDeleted?: boolean | undefined; caller: AgentCaller },
  ctx: Context,
): Promise<Tag> {
  const mayBeDeleted = checkMaySeeDeleted(caller, includeDeleted);
  const tag = await tags.get(ctx.db, id);
  if (!tag || (tag.isDeleted && !mayBeDeleted)) throw notFound("tag");
  return tag;
}

/** Tags in the order in which they were created. */
export function listTags(
  page: PageQuery & { includeDeleted?: boolean | undefined },
  caller: AgentCaller,
  ctx: Context,
): Promise<Page<Tag>> {
  let query: Query = tags.all(ctx.db);
  if (!checkMaySeeDeleted(caller, page.includeDeleted)) query = query.where("isDeleted", "==", false);
  return readPage(query, page, { order: byCreation(tags.name), parse: tags.parseAll });
}

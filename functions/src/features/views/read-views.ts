import type { Page, PageQuery, View } from "@livechat/contract";
import { type AgentCaller, canSupervise } from "../../auth/caller.ts";
import type { Context } from "../../platform/context.ts";
import { notFound } from "../../platform/error.ts";
import { agents } from "../../store/agents.ts";
import { byCreation, readFilteredPage } from "../../store/pages.ts";
import { views } from "../../store/views.ts";

/** The groups that an agent is in; null for who supervises all of them. */
export async function groupIdsOf(caller: AgentCaller, ctx: Context): Promise<readonly string[] | null> {
  if (canSupervise(caller)) return null;
  return (await agents.get(ctx.db, caller.id))?.groupIds ?? [];
}

function isSeen(
  { visibility, groupId, ownerId }: View,
  caller: AgentCaller,
  groupIds: readonly string[] | null,
) {
  if (visibility === "mine") return ownerId === caller.id;
  if (visibility === "everyone" || groupIds === null) return true;
  return groupId !== null && groupIds.includes(groupId);
}

/** The views that the caller sees, in the order in which they were made. */
export async function listViews(page: PageQuery, caller: AgentCaller, ctx: Context): Promise<Page<View>> {
  const groupIds = await groupIdsOf(caller, ctx);
  const query = views.all(ctx.db).where("isDeleted", "==", false);
  return readFilteredPage(query, page, {
    order: byCreation(views.name),
    keep: (snapshot) => {
      const found = views.parse(snapshot);
      return found && isSeen(found, caller, groupIds) ? found : null;
    },
  });
}

/** @throws ChatError `not_found`, also for a view that is not for the caller. */
export async function findView(
  id: string,
  { caller, groupIds }: { caller: AgentCaller; groupIds: readonly string[] | null },
  ctx: Context,
): Promise<View> {
  const found = await views.get(ctx.db, id);
  if (!found || found.isDeleted || !isSeen(found, caller, groupIds)) throw notFound(views.label);
  return found;
}

import type { Context } from "../platform/context.ts";
import { ChatError } from "../platform/error.ts";
import { defaultGroupQuery, groups, type StoredGroup } from "../store/groups.ts";
import type { Tx } from "../store/transact.ts";

/**
 * The group in which a conversation may wait: its own, or the default one when its own was deleted.
 * @throws ChatError `service_unavailable` when there is neither.
 */
export async function groupThatTakes(tx: Tx, groupId: string, ctx: Context): Promise<StoredGroup> {
  const own = await tx.find(groups, groupId);
  if (own && !own.isDeleted) return own;
  const [fallback] = groups.parseAll((await tx.get(defaultGroupQuery(ctx.db))).docs);
  if (!fallback) throw new ChatError("service_unavailable", "No group takes conversations.");
  return fallback;
}

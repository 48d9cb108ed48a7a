import type { Transaction } from "firebase-admin/firestore";
import type { Context } from "../platform/context.ts";
import { ChatError } from "../platform/error.ts";
import { defaultGroupQuery, groups, type StoredGroup } from "../store/groups.ts";

/**
 * The group in which a conversation may wait: its own, or the default one when its own was deleted.
 * @throws ChatError `service_unavailable` when there is neither.
 */
export async function groupThatTakes(tx: Transaction, groupId: string, ctx: Context): Promise<StoredGroup> {
  const own = groups.parse(await tx.get(groups.ref(ctx.db, groupId)));
  if (own && !own.isDeleted) return own;
  const [fallback] = groups.parseAll((await tx.get(defaultGroupQuery(ctx.db))).docs);
  if (!fallback) throw new ChatError("service_unavailable", "No group takes conversations.");
  return fallback;
}

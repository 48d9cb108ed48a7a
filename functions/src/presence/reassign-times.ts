import type { Context } from "../platform/context.ts";
import { conversations } from "../store/conversations.ts";
import { groups } from "../store/groups.ts";

/** When a conversation of a disconnected agent is due to be reassigned. */
export interface ReassignTime {
  readonly conversationId: string;
  readonly at: Date;
}

/**
 * When each of these conversations of a disconnected agent is due to be reassigned, by the setting of its group. Those
 * whose group has no such setting are left out.
 */
export async function reassignTimes(
  conversationIds: readonly string[],
  disconnectedAt: Date,
  ctx: Context,
): Promise<ReassignTime[]> {
  if (conversationIds.length === 0) return [];
  const docs = await ctx.db.getAll(...conversationIds.map((id) => conversations.ref(ctx.db, id)));
  const owned = docs.map(conversations.parse).filter((conversation) => conversation !== null);
  const groupIds = [...new Set(owned.map(({ groupId }) => groupId))];
  if (groupIds.length === 0) return [];
  const groupDocs = await ctx.db.getAll(...groupIds.map((id) => groups.ref(ctx.db, id)));
  const seconds = new Map(
    groupDocs.map((doc) => [doc.id, groups.parse(doc)?.settings.agentGoneSeconds ?? null]),
  );
  return owned.flatMap(({ id: conversationId, groupId }) => {
    const grace = seconds.get(groupId) ?? null;
    return grace === null ? [] : [{ conversationId, at: new Date(disconnectedAt.getTime() + grace * 1000) }];
  });
}

export function earliest(times: readonly ReassignTime[]): Date | null {
  return times.reduce<Date | null>((first, { at }) => (first === null || at < first ? at : first), null);
}

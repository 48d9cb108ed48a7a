import type { Transaction } from "firebase-admin/firestore";
import { takeFromOwner } from "../conversation/requeue.ts";
import type { Context } from "../platform/context.ts";
import { agents } from "../store/agents.ts";
import { conversations } from "../store/conversations.ts";
import { groups } from "../store/groups.ts";
import { presences, type StoredPresence } from "../store/presence.ts";

interface GoneAt {
  readonly conversationId: string;
  readonly at: Date;
}

/** When each of these conversations is handed on, by the settings of its group. Those without the setting are left out. */
async function handOnTimes(ids: readonly string[], lapsedAt: Date, ctx: Context): Promise<GoneAt[]> {
  if (ids.length === 0) return [];
  const docs = await ctx.db.getAll(...ids.map((id) => conversations.ref(ctx.db, id)));
  const owned = docs.map(conversations.parse).filter((conversation) => conversation !== null);
  const groupIds = [...new Set(owned.map(({ groupId }) => groupId))];
  if (groupIds.length === 0) return [];
  const groupDocs = await ctx.db.getAll(...groupIds.map((id) => groups.ref(ctx.db, id)));
  const seconds = new Map(
    groupDocs.map((doc) => [doc.id, groups.parse(doc)?.settings.agentGoneSeconds ?? null]),
  );
  return owned.flatMap(({ id, groupId }) => {
    const grace = seconds.get(groupId) ?? null;
    return grace === null ? [] : [{ conversationId: id, at: new Date(lapsedAt.getTime() + grace * 1000) }];
  });
}

function earliest(times: readonly GoneAt[]): Date | null {
  return times.reduce<Date | null>((first, { at }) => (first === null || at < first ? at : first), null);
}

export async function firstHandOnAt(
  ids: readonly string[],
  lapsedAt: Date,
  ctx: Context,
): Promise<Date | null> {
  return earliest(await handOnTimes(ids, lapsedAt, ctx));
}

function isGone(presence: StoredPresence | null): presence is StoredPresence & { lapsedAt: string } {
  return presence?.lapsed === true && presence.lapsedAt !== null;
}

async function isStillGone(tx: Transaction, agentId: string, ctx: Context): Promise<boolean> {
  return isGone(presences.parse(await tx.get(presences.ref(ctx.db, agentId))));
}

const ending = { systemType: "agent_gone", text: "The agent was disconnected." } as const;

/**
 * Hands on the conversations of an agent whose lease ended longer ago than the grace of their groups. Does nothing
 * when the agent is back.
 * @returns when the next one is due, or null.
 */
export async function handOnOfGone(agentId: string, ctx: Context): Promise<Date | null> {
  const presence = await presences.get(ctx.db, agentId);
  const agent = await agents.get(ctx.db, agentId);
  if (!isGone(presence) || !agent) return null;
  const times = await handOnTimes(agent.activeConversationIds, new Date(presence.lapsedAt), ctx);
  const due = times.filter(({ at }) => at <= ctx.now());
  for (const { conversationId } of due) {
    const stillDue = (tx: Transaction) => isStillGone(tx, agentId, ctx);
    await takeFromOwner({ conversationId, agentId }, { ending, stillDue }, ctx);
  }
  const next = earliest(times.filter(({ at }) => at > ctx.now()));
  await noteNext(agentId, next, ctx);
  return next;
}

async function noteNext(agentId: string, handOnAt: Date | null, ctx: Context): Promise<void> {
  await ctx.db.runTransaction(async (tx) => {
    if (await isStillGone(tx, agentId, ctx)) tx.update(presences.ref(ctx.db, agentId), { handOnAt });
  });
}

import { isOwnedBy, requeue } from "../conversation/requeue.ts";
import type { Context } from "../platform/context.ts";
import { earliest, reassignTimes } from "../presence/reassign-times.ts";
import { agents } from "../store/agents.ts";
import { conversations } from "../store/conversations.ts";
import { presences, reassignAtFields, type StoredPresence } from "../store/presence.ts";
import { type Tx, transact } from "../store/transact.ts";

type Disconnected = StoredPresence & { lapsedAt: string };

function isDisconnected(presence: StoredPresence | null): presence is Disconnected {
  return presence?.lapsed === true && presence.lapsedAt !== null;
}

async function isStillDisconnected(tx: Tx, agentId: string): Promise<boolean> {
  return isDisconnected(await tx.find(presences, agentId));
}

async function reassignOne(conversationId: string, agentId: string, ctx: Context): Promise<void> {
  await transact(ctx, async (tx) => {
    const conversation = await tx.find(conversations, conversationId);
    if (!isOwnedBy(conversation, agentId) || !(await isStillDisconnected(tx, agentId))) return;
    const reason = { systemType: "agent_gone", text: "The agent was disconnected." } as const;
    await requeue(tx, { conversation, reason, end: "requeued" }, ctx);
  });
}

async function writeNext(agentId: string, reassignAt: Date | null, ctx: Context): Promise<void> {
  await transact(ctx, async (tx) => {
    if (!(await isStillDisconnected(tx, agentId))) return;
    tx.update(presences.ref(ctx.db, agentId), reassignAtFields(reassignAt));
  });
}

/**
 * Reassigns the conversations of a disconnected agent for whom their groups have waited long enough. Does nothing when the
 * agent is back.
 * @returns when the next conversation is due, or null.
 */
export async function reassignDisconnected(agentId: string, ctx: Context): Promise<Date | null> {
  const presence = await presences.get(ctx.db, agentId);
  const agent = await agents.get(ctx.db, agentId);
  if (!isDisconnected(presence) || !agent) return null;
  const times = await reassignTimes(agent.activeConversationIds, new Date(presence.lapsedAt), ctx);
  for (const { conversationId, at } of times) {
    if (at <= ctx.now()) await reassignOne(conversationId, agentId, ctx);
  }
  const next = earliest(times.filter(({ at }) => at > ctx.now()));
  await writeNext(agentId, next, ctx);
  return next;
}

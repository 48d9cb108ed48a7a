import type { Context } from "../platform/context.ts";
import { enqueueDeadlineLater } from "../routing/enqueue.ts";
import { agents, type StoredAgent } from "../store/agents.ts";
import { presences } from "../store/presence.ts";
import { agentChange } from "../team/agent-changes.ts";
import { firstHandOnAt } from "./gone.ts";

/** When the first of the agent's conversations is to be handed on, reckoned from now. */
async function handOnAtOf(agent: StoredAgent, lapsedAt: Date, ctx: Context): Promise<Date | null> {
  if (agent.activeConversationIds.length === 0) return null;
  return firstHandOnAt(agent.activeConversationIds, lapsedAt, ctx);
}

/**
 * Notes on the agent that its last lease has ended: it shows as away and gets no more conversations. Does nothing
 * when a lease runs again or the lapse is noted already.
 * @returns whether it was noted now.
 */
export async function noteLapse(agentId: string, ctx: Context): Promise<boolean> {
  const noted = await ctx.db.runTransaction(async (tx) => {
    const ref = agents.ref(ctx.db, agentId);
    const [agentDoc, presenceDoc] = await tx.getAll(ref, presences.ref(ctx.db, agentId));
    const agent = agentDoc && agents.parse(agentDoc);
    const presence = presenceDoc && presences.parse(presenceDoc);
    const now = ctx.now();
    if (!agent || !presence || presence.lapsed || presence.expiresAt > now.toISOString()) return null;
    const handOnAt = await handOnAtOf(agent, now, ctx);
    tx.update(ref, agentChange(agent, { leaseLapsed: true }, now).fields);
    tx.update(presences.ref(ctx.db, agentId), { lapsed: true, lapsedAt: now, handOnAt });
    return { handOnAt };
  });
  if (noted?.handOnAt) {
    await enqueueDeadlineLater({ kind: "gone", agentId, at: noted.handOnAt.toISOString() }, ctx);
  }
  return noted !== null;
}

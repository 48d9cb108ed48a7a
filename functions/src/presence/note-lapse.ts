import type { Transaction } from "firebase-admin/firestore";
import { agentChange } from "../agent/agent-changes.ts";
import type { Context } from "../platform/context.ts";
import { enqueueDeadlineLater } from "../queue/enqueue.ts";
import { agents, type StoredAgent } from "../store/agents.ts";
import { presences } from "../store/presence.ts";
import { firstHandOnAt } from "./gone.ts";

/** When the first of the agent's conversations is to be handed on, reckoned from now. */
async function handOnAtOf(agent: StoredAgent, lapsedAt: Date, ctx: Context): Promise<Date | null> {
  if (agent.activeConversationIds.length === 0) return null;
  return firstHandOnAt(agent.activeConversationIds, lapsedAt, ctx);
}

/** What was found: the lease has ended, which is noted now or was before; or the agent is live. */
export type Lapse = "noted" | "known" | "live";

/**
 * Notes on the agent that its last lease has ended: it shows as away and gets no more conversations. An agent that
 * needs a lease and has no presence at all counts as one whose lease has ended.
 */
export async function noteLapse(agentId: string, ctx: Context): Promise<Lapse> {
  const { lapse, handOnAt } = await ctx.db.runTransaction((tx) => noteIn(tx, agentId, ctx));
  if (handOnAt) await enqueueDeadlineLater({ kind: "gone", agentId, at: handOnAt.toISOString() }, ctx);
  return lapse;
}

interface Noted {
  readonly lapse: Lapse;
  readonly handOnAt: Date | null;
}

async function noteIn(tx: Transaction, agentId: string, ctx: Context): Promise<Noted> {
  const [agentRef, presenceRef] = [agents.ref(ctx.db, agentId), presences.ref(ctx.db, agentId)];
  const [agentDoc, presenceDoc] = await tx.getAll(agentRef, presenceRef);
  const agent = agentDoc && agents.parse(agentDoc);
  const presence = presenceDoc ? presences.parse(presenceDoc) : null;
  const now = ctx.now();
  const isLive = presence !== null && presence.expiresAt > now.toISOString();
  if (!agent?.leased || isLive) return { lapse: "live", handOnAt: null };
  if (presence?.lapsed && agent.leaseLapsed) return { lapse: "known", handOnAt: null };
  const handOnAt = await handOnAtOf(agent, now, ctx);
  tx.update(agentRef, agentChange(agent, { leaseLapsed: true }, now).fields);
  const lapsed = { lapsed: true, lapsedAt: now, handOnAt };
  if (presence) tx.update(presenceRef, lapsed);
  else tx.set(presenceRef, { agentId, leases: {}, expiresAt: now, ...lapsed });
  return { lapse: "noted", handOnAt };
}

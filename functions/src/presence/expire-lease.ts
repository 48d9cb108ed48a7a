import { noteAccepting } from "../agent/accepting.ts";
import { agentChange } from "../agent/agent-changes.ts";
import { agentOccurred } from "../agent/occurrences.ts";
import type { Context } from "../platform/context.ts";
import { enqueueDeadlineLater } from "../queue/enqueue.ts";
import { agents, type StoredAgent } from "../store/agents.ts";
import { presences, reassignAtFields } from "../store/presence.ts";
import { type Tx, transact } from "../store/transact.ts";
import { earliest, reassignTimes } from "./reassign-times.ts";

/** When the first of the agent's conversations is to be reassigned. */
async function reassignAtOf(agent: StoredAgent, disconnectedAt: Date, ctx: Context): Promise<Date | null> {
  return earliest(await reassignTimes(agent.activeConversationIds, disconnectedAt, ctx));
}

/** `expired`: the lease had ended, and the agent says so now; `known`: it said so before; `live`: the lease runs. */
export type LeaseState = "expired" | "known" | "live";

async function expireIn(tx: Tx, agentId: string, ctx: Context): Promise<LeaseState> {
  const [agentRef, presenceRef] = [agents.ref(ctx.db, agentId), presences.ref(ctx.db, agentId)];
  const [agentDoc, presenceDoc] = await tx.getAll(agentRef, presenceRef);
  const agent = agentDoc && agents.parse(agentDoc);
  const presence = presenceDoc ? presences.parse(presenceDoc) : null;
  const now = ctx.now();
  const isLive = presence !== null && presence.expiresAt > now.toISOString();
  if (!agent?.leased || isLive) return "live";
  if (presence?.lapsed && agent.leaseLapsed) return "known";
  const reassignAt = await reassignAtOf(agent, now, ctx);
  const change = agentChange(agent, { leaseLapsed: true }, now);
  tx.update(agentRef, change.fields);
  agentOccurred(tx, agent, change.agent);
  noteAccepting(tx, agent, change.agent, ctx);
  const expired = { lapsed: true, lapsedAt: now, ...reassignAtFields(reassignAt) };
  if (presence) tx.update(presenceRef, expired);
  else tx.set(presenceRef, { agentId, leases: {}, looks: {}, lookedAt: [], expiresAt: now, ...expired });
  if (reassignAt) {
    const deadline = { kind: "disconnected", agentId, at: reassignAt.toISOString() } as const;
    tx.afterCommit(() => enqueueDeadlineLater(deadline, ctx));
  }
  return "expired";
}

/**
 * Marks the agent as disconnected when its last lease has ended: it shows as away and gets no more conversations. An
 * agent that needs a lease and has no presence at all counts as one whose lease has ended.
 */
export function expireLease(agentId: string, ctx: Context): Promise<LeaseState> {
  return transact(ctx, (tx) => expireIn(tx, agentId, ctx));
}

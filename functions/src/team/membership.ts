import type { Group } from "@livechat/contract";
import type { Transaction } from "firebase-admin/firestore";
import { agentChange } from "../agent/agent-changes.ts";
import type { Context } from "../platform/context.ts";
import { ChatError } from "../platform/error.ts";
import { enqueueDrainOfGroupLater } from "../queue/enqueue.ts";
import { agents, type StoredAgent } from "../store/agents.ts";
import { groups } from "../store/groups.ts";
import { configure } from "../store/transact.ts";
import { getLivingGroup } from "./read-group.ts";
import { withPriority } from "./update-group.ts";

/** @throws ChatError `not_found` that names every agent who is unknown or deleted. */
async function getAllLiving(tx: Transaction, ids: readonly string[], ctx: Context): Promise<StoredAgent[]> {
  const snapshots = await tx.getAll(...ids.map((id) => agents.ref(ctx.db, id)));
  const found = snapshots.flatMap((snapshot) => agents.parse(snapshot) ?? []);
  const living = found.filter((agent) => !agent.isDeleted);
  if (living.length === ids.length) return living;
  const known = new Set(living.map(({ id }) => id));
  const missing = ids.filter((id) => !known.has(id));
  throw new ChatError("not_found", `No such agent: ${missing.slice(0, 5).join(", ")}.`, {
    details: missing.map((id) => ({ path: "agentIds", message: `no such agent: ${id}` })),
  });
}

function join(tx: Transaction, agent: StoredAgent, group: Group, ctx: Context): void {
  const groupIds = [...new Set([...agent.groupIds, group.id])];
  const changes = { groupIds, ...withPriority(agent, group.id, group.settings.priorities[agent.id]) };
  tx.update(agents.ref(ctx.db, agent.id), agentChange(agent, changes, ctx.now()).fields);
}

/**
 * Puts agents into a group, all or none. Repeated ids and members change nothing.
 * @throws ChatError `not_found` for the group, or naming the agents who are unknown or deleted.
 */
export async function addGroupAgents(id: string, agentIds: readonly string[], ctx: Context): Promise<Group> {
  const wanted = [...new Set(agentIds)];
  const { group, joined } = await configure(ctx, async (tx) => {
    const group = await getLivingGroup(tx, id, ctx);
    const found = await getAllLiving(tx, wanted, ctx);
    const joining = found.filter((agent) => !group.agentIds.includes(agent.id));
    if (joining.length === 0) return { group, joined: 0 };
    for (const agent of joining) join(tx, agent, group, ctx);
    const now = ctx.now();
    const changed = { agentIds: [...group.agentIds, ...joining.map((agent) => agent.id)] };
    tx.update(groups.ref(ctx.db, id), { ...changed, updatedAt: now });
    return { group: { ...group, ...changed, updatedAt: now.toISOString() }, joined: joining.length };
  });
  if (joined > 0) await enqueueDrainOfGroupLater(id, ctx);
  return group;
}

/** A group without one member, and without that member's priority. */
function without(group: Group, agentId: string): Pick<Group, "agentIds" | "settings"> {
  const { [agentId]: _, ...priorities } = group.settings.priorities;
  return {
    agentIds: group.agentIds.filter((id) => id !== agentId),
    settings: { ...group.settings, priorities },
  };
}

/**
 * Takes an agent out of a group; running conversations stay with the agent. Nothing changes when it is no member.
 * @throws ChatError `not_found` for an unknown group or agent.
 */
export function removeGroupAgent(id: string, agentId: string, ctx: Context): Promise<void> {
  return configure(ctx, async (tx) => {
    const group = await getLivingGroup(tx, id, ctx);
    const [agent] = await getAllLiving(tx, [agentId], ctx);
    if (!agent || !group.agentIds.includes(agentId)) return;
    const groupIds = agent.groupIds.filter((groupId) => groupId !== id);
    const now = ctx.now();
    const { fields } = agentChange(agent, { groupIds, ...withPriority(agent, id, undefined) }, now);
    tx.update(agents.ref(ctx.db, agentId), fields);
    tx.update(groups.ref(ctx.db, id), { ...without(group, agentId), updatedAt: now });
  });
}

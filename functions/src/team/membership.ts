import { type Group, LIMITS } from "@livechat/contract";
import { agentChange } from "../agent/agent-changes.ts";
import { agentOccurred } from "../agent/occurrences.ts";
import type { Context } from "../platform/context.ts";
import { ChatError, refused } from "../platform/error.ts";
import { enqueueDrainOfGroupLater } from "../queue/enqueue.ts";
import { agents, type StoredAgent } from "../store/agents.ts";
import { groups } from "../store/groups.ts";
import { configure, type Tx } from "../store/transact.ts";
import { withPriority } from "./update-group.ts";

/** @throws ChatError `not_found` that names every agent who is unknown or deleted. */
async function needAllActive(tx: Tx, ids: readonly string[], ctx: Context): Promise<StoredAgent[]> {
  const snapshots = await tx.getAll(...ids.map((id) => agents.ref(ctx.db, id)));
  const found = snapshots.flatMap((snapshot) => agents.parse(snapshot) ?? []);
  const active = found.filter((agent) => !agent.isDeleted);
  if (active.length === ids.length) return active;
  const known = new Set(active.map(({ id }) => id));
  const missing = ids.filter((id) => !known.has(id));
  throw new ChatError("not_found", `No such agent: ${missing.slice(0, 5).join(", ")}.`, {
    details: missing.map((id) => ({ path: "agentIds", message: `no such agent: ${id}` })),
  });
}

function updateMember(tx: Tx, agent: StoredAgent, changes: Partial<StoredAgent>, ctx: Context): void {
  const change = agentChange(agent, changes, ctx.now());
  tx.update(agents.ref(ctx.db, agent.id), change.fields);
  agentOccurred(tx, agent, change.agent);
}

function join(tx: Tx, agent: StoredAgent, group: Group, ctx: Context): void {
  const groupIds = [...new Set([...agent.groupIds, group.id])];
  const changes = { groupIds, ...withPriority(agent, group.id, group.settings.priorities[agent.id]) };
  updateMember(tx, agent, changes, ctx);
}

/** Either side is a list in one document. */
function checkRoom({ agentIds }: Group, joining: readonly StoredAgent[]): void {
  if (agentIds.length + joining.length > LIMITS.MAX_AGENTS_PER_GROUP) {
    throw refused("group_full", { max: LIMITS.MAX_AGENTS_PER_GROUP });
  }
  const full = joining.find(({ groupIds }) => groupIds.length >= LIMITS.MAX_GROUPS_PER_AGENT);
  if (!full) return;
  throw refused("agent_in_many_groups", { name: full.name, max: LIMITS.MAX_GROUPS_PER_AGENT });
}

/**
 * Puts agents into a group, all or none. Repeated ids and members change nothing.
 * @throws ChatError `not_found` for the group, or naming the agents who are unknown or deleted, `not_allowed` when it or
 * one of them has as many as there may be.
 */
export function addGroupAgents(id: string, agentIds: readonly string[], ctx: Context): Promise<Group> {
  const wanted = [...new Set(agentIds)];
  return configure(ctx, async (tx) => {
    const group = await tx.needActive(groups, id);
    const found = await needAllActive(tx, wanted, ctx);
    const joining = found.filter((agent) => !group.agentIds.includes(agent.id));
    if (joining.length === 0) return group;
    checkRoom(group, joining);
    for (const agent of joining) join(tx, agent, group, ctx);
    const now = ctx.now();
    const agentIds = joining.map((agent) => agent.id);
    const changed = { agentIds: [...group.agentIds, ...agentIds] };
    tx.update(groups.ref(ctx.db, id), { ...changed, updatedAt: now });
    tx.audit({
      action: "group.agents_added",
      target: { type: "group", id },
      before: null,
      after: { agentIds },
    });
    tx.afterCommit(() => enqueueDrainOfGroupLater(id, ctx));
    return { ...group, ...changed, updatedAt: now.toISOString() };
  });
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
    const group = await tx.needActive(groups, id);
    const [agent] = await needAllActive(tx, [agentId], ctx);
    if (!agent || !group.agentIds.includes(agentId)) return;
    const groupIds = agent.groupIds.filter((groupId) => groupId !== id);
    const now = ctx.now();
    updateMember(tx, agent, { groupIds, ...withPriority(agent, id, undefined) }, ctx);
    tx.update(groups.ref(ctx.db, id), { ...without(group, agentId), updatedAt: now });
    tx.audit({
      action: "group.agent_removed",
      target: { type: "group", id },
      before: { agentIds: [agentId] },
      after: null,
    });
  });
}

import type { Group } from "@livechat/contract";
import { agentChange } from "../agent/agent-changes.ts";
import { agentOccurred } from "../agent/occurrences.ts";
import type { Context } from "../platform/context.ts";
import { refused } from "../platform/error.ts";
import { enqueueDrainOfGroupLater } from "../queue/enqueue.ts";
import { moveQueue } from "../reassign/move-queue.ts";
import { agents, type StoredAgent } from "../store/agents.ts";
import { defaultGroupQuery, groups } from "../store/groups.ts";
import { configure, type Tx } from "../store/transact.ts";
import { prepareUniqueKey, releaseUniqueKey } from "../store/unique-keys.ts";
import { getDefaultGroup } from "./create-group.ts";
import { withPriority } from "./update-group.ts";

const nameOf = ({ id, name }: Group) => ({ kind: "group-name", value: name, ownerId: id }) as const;

async function getMembers(tx: Tx, group: Group, ctx: Context): Promise<StoredAgent[]> {
  if (group.agentIds.length === 0) return [];
  const found = await tx.getAll(...group.agentIds.map((id) => agents.ref(ctx.db, id)));
  return found.flatMap((snapshot) => agents.parse(snapshot) ?? []);
}

/** The agents forget the group; the group keeps its list, so that a restore can put them back. */
function dismissMembers(tx: Tx, group: Group, members: readonly StoredAgent[], ctx: Context): void {
  for (const agent of members) {
    const groupIds = agent.groupIds.filter((id) => id !== group.id);
    const changes = { groupIds, ...withPriority(agent, group.id, undefined) };
    const change = agentChange(agent, changes, ctx.now());
    tx.update(agents.ref(ctx.db, agent.id), change.fields);
    agentOccurred(tx, agent, change.agent);
  }
}

/**
 * Soft-deletes a group: its name is free, and its waiting conversations move to the default group. For a group that is
 * deleted already, only that last step is done again.
 * @throws ChatError `not_found`, `not_allowed` for the default group.
 */
export async function deleteGroup(id: string, ctx: Context): Promise<void> {
  await configure(ctx, async (tx) => {
    const group = await tx.need(groups, id);
    if (group.isDeleted) return;
    if (group.isDefault) throw refused("default_group_stays");
    const members = await getMembers(tx, group, ctx);
    const now = ctx.now();
    tx.update(groups.ref(ctx.db, id), { isDeleted: true, deletedAt: now, updatedAt: now });
    releaseUniqueKey(tx, ctx.db, nameOf(group));
    dismissMembers(tx, group, members, ctx);
    const { name, agentIds } = group;
    tx.audit({
      action: "group.deleted",
      target: { type: "group", id },
      before: { name, agentIds },
      after: null,
    });
  });
  const [fallbackGroup] = await groups.find(defaultGroupQuery(ctx.db));
  if (fallbackGroup) await moveQueue(id, fallbackGroup.id, ctx);
}

function welcomeMembers(tx: Tx, group: Group, members: readonly StoredAgent[], ctx: Context): void {
  for (const agent of members) {
    const priority = group.settings.priorities[agent.id];
    const groupIds = [...agent.groupIds.filter((id) => id !== group.id), group.id];
    const changes = { groupIds, ...withPriority(agent, group.id, priority) };
    const change = agentChange(agent, changes, ctx.now());
    tx.update(agents.ref(ctx.db, agent.id), change.fields);
    agentOccurred(tx, agent, change.agent);
  }
}

/**
 * Brings a deleted group back with those of its agents who are still there. It is the default one only if there is no
 * other. Changes nothing when the group is not deleted.
 * @throws ChatError `not_found`, `already_exists` when its name has been taken since.
 */
export function restoreGroup(id: string, ctx: Context): Promise<Group> {
  return configure(ctx, async (tx) => {
    const group = await tx.need(groups, id);
    tx.afterCommit(() => enqueueDrainOfGroupLater(id, ctx));
    if (!group.isDeleted) return group;
    const takeName = await prepareUniqueKey(tx, ctx.db, nameOf(group));
    const former = await getDefaultGroup(tx, ctx);
    const members = (await getMembers(tx, group, ctx)).filter(({ isDeleted }) => !isDeleted);
    takeName();
    const now = ctx.now();
    const changes = {
      isDeleted: false,
      deletedAt: null,
      isDefault: former === null,
      agentIds: members.map((agent) => agent.id),
    };
    tx.update(groups.ref(ctx.db, id), { ...changes, updatedAt: now });
    welcomeMembers(tx, group, members, ctx);
    const after = { name: group.name, agentIds: changes.agentIds, isDefault: changes.isDefault };
    tx.audit({ action: "group.restored", target: { type: "group", id }, before: null, after });
    return { ...group, ...changes, updatedAt: now.toISOString() };
  });
}

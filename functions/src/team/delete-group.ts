import type { Group } from "@livechat/contract";
import type { Transaction } from "firebase-admin/firestore";
import { agentChange } from "../agent/agent-changes.ts";
import type { Context } from "../platform/context.ts";
import { ChatError } from "../platform/error.ts";
import { enqueueDrainOfGroupLater } from "../queue/enqueue.ts";
import { moveQueue } from "../routing/move-queue.ts";
import { agents, type StoredAgent } from "../store/agents.ts";
import { defaultGroupQuery, groups } from "../store/groups.ts";
import { configure } from "../store/transact.ts";
import { prepareUniqueKey, releaseUniqueKey } from "../store/unique-keys.ts";
import { getDefaultGroup } from "./create-group.ts";
import { getGroup } from "./read-group.ts";
import { withPriority } from "./update-group.ts";

const nameOf = ({ id, name }: Group) => ({ kind: "group-name", value: name, ownerId: id }) as const;

async function getMembers(tx: Transaction, group: Group, ctx: Context): Promise<StoredAgent[]> {
  if (group.agentIds.length === 0) return [];
  const found = await tx.getAll(...group.agentIds.map((id) => agents.ref(ctx.db, id)));
  return found.flatMap((snapshot) => agents.parse(snapshot) ?? []);
}

/** The agents forget the group; the group keeps its list, so that a restore can put them back. */
function dismissMembers(tx: Transaction, group: Group, members: readonly StoredAgent[], ctx: Context): void {
  for (const agent of members) {
    const groupIds = agent.groupIds.filter((id) => id !== group.id);
    const changes = { groupIds, ...withPriority(agent, group.id, undefined) };
    tx.update(agents.ref(ctx.db, agent.id), agentChange(agent, changes, ctx.now()).fields);
  }
}

/**
 * Soft-deletes a group: its name is free, and its waiting conversations move to the default group. For a group that is
 * deleted already, only that last step is done again.
 * @throws ChatError `not_found`, `not_allowed` for the default group.
 */
export async function deleteGroup(id: string, ctx: Context): Promise<void> {
  await configure(ctx, async (tx) => {
    const group = await getGroup(tx, id, ctx);
    if (group.isDeleted) return;
    if (group.isDefault) throw new ChatError("not_allowed", "The default group cannot be deleted.");
    const members = await getMembers(tx, group, ctx);
    const now = ctx.now();
    tx.update(groups.ref(ctx.db, id), { isDeleted: true, deletedAt: now, updatedAt: now });
    releaseUniqueKey(tx, ctx.db, nameOf(group));
    dismissMembers(tx, group, members, ctx);
  });
  const [fallbackGroup] = await groups.find(defaultGroupQuery(ctx.db));
  if (fallbackGroup) await moveQueue(id, fallbackGroup.id, ctx);
}

function welcomeMembers(tx: Transaction, group: Group, members: readonly StoredAgent[], ctx: Context): void {
  for (const agent of members) {
    const priority = group.settings.priorities[agent.id];
    const groupIds = [...agent.groupIds.filter((id) => id !== group.id), group.id];
    const changes = { groupIds, ...withPriority(agent, group.id, priority) };
    tx.update(agents.ref(ctx.db, agent.id), agentChange(agent, changes, ctx.now()).fields);
  }
}

/**
 * Brings a deleted group back with those of its agents who are still there. It is the default one only if there is no
 * other. Changes nothing when the group is not deleted.
 * @throws ChatError `not_found`, `already_exists` when its name has been taken since.
 */
export async function restoreGroup(id: string, ctx: Context): Promise<Group> {
  const restored = await configure(ctx, async (tx) => {
    const group = await getGroup(tx, id, ctx);
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
    return { ...group, ...changes, updatedAt: now.toISOString() };
  });
  await enqueueDrainOfGroupLater(id, ctx);
  return restored;
}

import type { AgentPriority, Group, UpdateGroup } from "@livechat/contract";
import { agentChange } from "../agent/agent-changes.ts";
import type { Context } from "../platform/context.ts";
import { refused } from "../platform/error.ts";
import { enqueueDrainOfGroupLater } from "../queue/enqueue.ts";
import { agents, type StoredAgent } from "../store/agents.ts";
import { audited } from "../store/audited-change.ts";
import { groups } from "../store/groups.ts";
import { configure, type Tx } from "../store/transact.ts";
import { prepareUniqueKey, releaseUniqueKey, sameSpelling } from "../store/unique-keys.ts";
import { checkHours } from "./check-hours.ts";
import { definedOf, getDefaultGroup, unmakeDefault } from "./create-group.ts";

const AUDITED = [
  "name",
  "description",
  "routingStrategy",
  "isDefault",
  "settings",
  "scheduleId",
  "whenClosed",
  "pauseDeadlinesWhenClosed",
] as const;

type Priorities = Readonly<Record<string, AgentPriority>>;

async function prepareName(tx: Tx, group: Group, name: string | undefined, ctx: Context) {
  if (name === undefined || sameSpelling(name) === sameSpelling(group.name)) return () => undefined;
  const key = { kind: "group-name", ownerId: group.id } as const;
  const take = await prepareUniqueKey(tx, ctx.db, { ...key, value: name });
  return () => {
    releaseUniqueKey(tx, ctx.db, { ...key, value: group.name });
    take();
  };
}

async function prepareDefault(tx: Tx, group: Group, isDefault: boolean | undefined, ctx: Context) {
  if (isDefault === false && group.isDefault) {
    throw refused("default_group_needed");
  }
  if (!isDefault || group.isDefault) return () => undefined;
  const former = await getDefaultGroup(tx, ctx);
  return () => unmakeDefault(tx, former, ctx);
}

/** An agent's priorities with its place in one group; "normal" is not stored. */
export function withPriority(
  agent: StoredAgent,
  groupId: string,
  priority: AgentPriority | undefined,
): Pick<StoredAgent, "priorities"> {
  const { [groupId]: _, ...others } = agent.priorities;
  return { priorities: priority && priority !== "normal" ? { ...others, [groupId]: priority } : others };
}

/** Members keep a copy of their priority, because routing finds agents by it. */
async function preparePriorities(tx: Tx, group: Group, next: Priorities | undefined, ctx: Context) {
  if (next === undefined) return () => undefined;
  const before = group.settings.priorities;
  const moved = group.agentIds.filter((id) => (before[id] ?? "normal") !== (next[id] ?? "normal"));
  if (moved.length === 0) return () => undefined;
  const found = await tx.getAll(...moved.map((id) => agents.ref(ctx.db, id)));
  return () => {
    for (const snapshot of found) {
      const agent = agents.parse(snapshot);
      if (!agent) continue;
      const { fields } = agentChange(agent, withPriority(agent, group.id, next[agent.id]), ctx.now());
      tx.update(snapshot.ref, fields);
    }
  };
}

/** Whether the change may let somebody take a conversation that waits in the group. */
function changesRouting(input: UpdateGroup): boolean {
  return (
    input.routingStrategy !== undefined ||
    input.scheduleId !== undefined ||
    input.settings?.priorities !== undefined
  );
}

/**
 * Changes a group. Settings that are not mentioned stay; `priorities` is replaced as a whole.
 * @throws ChatError `not_found`, `already_exists` for a taken name, `not_allowed` for un-defaulting the default group.
 */
export function updateGroup(id: string, input: UpdateGroup, ctx: Context): Promise<Group> {
  return configure(ctx, async (tx) => {
    const group = await tx.needActive(groups, id);
    const steps = [
      await prepareName(tx, group, input.name, ctx),
      await prepareDefault(tx, group, input.isDefault, ctx),
      await preparePriorities(tx, group, input.settings?.priorities, ctx),
    ];
    await checkHours(tx, id, { hours: input, ctx });
    for (const step of steps) step();
    if (changesRouting(input)) tx.afterCommit(() => enqueueDrainOfGroupLater(id, ctx));
    if (Object.keys(input).length === 0) return group;
    const settings = { ...group.settings, ...definedOf(input.settings ?? {}) };
    const files = { ...group.files, ...definedOf(input.files ?? {}) };
    const changed = { ...definedOf(input), settings, files };
    const now = ctx.now();
    tx.update(groups.ref(ctx.db, id), { ...changed, updatedAt: now });
    const after = { ...group, ...changed };
    tx.audit({ action: "group.updated", target: { type: "group", id }, ...audited(group, after, AUDITED) });
    return { ...after, updatedAt: now.toISOString() };
  });
}

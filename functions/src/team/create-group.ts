import {
  type CreateGroup,
  DEFAULT_FILES_SETTINGS,
  DEFAULT_GROUP_HOURS,
  DEFAULT_GROUP_SETTINGS,
  type Group,
} from "@livechat/contract";
import type { Context } from "../platform/context.ts";
import { defaultGroupQuery, groups } from "../store/groups.ts";
import { configure, type Tx } from "../store/transact.ts";
import { prepareUniqueKey } from "../store/unique-keys.ts";
import { checkHours } from "./check-hours.ts";

/** The default group of the moment, read in a transaction: nobody can make another one meanwhile. */
export async function getDefaultGroup(tx: Tx, ctx: Context): Promise<Group | null> {
  const [group] = groups.parseAll((await tx.get(defaultGroupQuery(ctx.db))).docs);
  return group ?? null;
}

/** Un-makes the default group, in the transaction that makes another one the default. */
export function unmakeDefault(tx: Tx, group: Group | null, ctx: Context): void {
  if (group) tx.update(groups.ref(ctx.db, group.id), { isDefault: false, updatedAt: ctx.now() });
}

function newGroup(input: CreateGroup, ctx: Context): Group {
  const now = ctx.now().toISOString();
  return {
    id: ctx.newId(),
    name: input.name,
    description: input.description ?? "",
    routingStrategy: input.routingStrategy ?? "round_robin",
    isDefault: input.isDefault ?? false,
    agentIds: [],
    ...DEFAULT_GROUP_HOURS,
    ...definedOf({
      scheduleId: input.scheduleId,
      whenClosed: input.whenClosed,
      pauseDeadlinesWhenClosed: input.pauseDeadlinesWhenClosed,
    }),
    settings: { ...DEFAULT_GROUP_SETTINGS, ...definedOf(input.settings ?? {}) },
    files: { ...DEFAULT_FILES_SETTINGS, ...definedOf(input.files ?? {}) },
    createdAt: now,
    updatedAt: now,
    isDeleted: false,
    deletedAt: null,
  };
}

/** Without the keys whose value is undefined: they would overwrite what they do not mention. */
export function definedOf<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/**
 * Creates a group. The first one is the default, whatever was asked for; a later one becomes it when asked to, and the
 * former default is un-made in the same transaction.
 * @throws ChatError `already_exists` when a group that is not deleted has the name, in any case of letters.
 */
export function createGroup(input: CreateGroup, ctx: Context): Promise<Group> {
  const wanted = newGroup(input, ctx);
  return configure(
    ctx,
    async (tx) => {
      const name = { kind: "group-name", value: input.name, ownerId: wanted.id } as const;
      const takeName = await prepareUniqueKey(tx, ctx.db, name);
      const former = await getDefaultGroup(tx, ctx);
      const group = { ...wanted, isDefault: wanted.isDefault || former === null };
      await checkHours(tx, wanted.id, { hours: input, ctx });
      takeName();
      if (group.isDefault) unmakeDefault(tx, former, ctx);
      const at = new Date(group.createdAt);
      tx.create(groups.ref(ctx.db, group.id), { ...group, createdAt: at, updatedAt: at });
      const { routingStrategy, isDefault, settings } = group;
      const after = { name: group.name, routingStrategy, isDefault, settings };
      tx.audit({ action: "group.created", target: { type: "group", id: group.id }, before: null, after });
      return group;
    },
    { repeatable: true },
  );
}

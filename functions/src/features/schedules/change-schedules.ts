import type { CreateSchedule, Schedule, UpdateSchedule } from "@livechat/contract";
import type { Context } from "../../platform/context.ts";
import { refused } from "../../platform/error.ts";
import { enqueueDrainOfGroupLater } from "../../queue/enqueue.ts";
import { groups } from "../../store/groups.ts";
import { groupsKeepingQuery, schedules } from "../../store/schedules.ts";
import { configure, type Tx } from "../../store/transact.ts";

const targetOf = (id: string) => ({ type: "schedule", id });

/** What of a schedule the audit log tells: its fields without what every change changes. */
function auditedFields({ name, timeZone, weekly, exceptions }: Schedule): Record<string, unknown> {
  return { name, timeZone, weekly, exceptions };
}

type ExceptionsInput = NonNullable<CreateSchedule["exceptions"]>;

function withIds(exceptions: ExceptionsInput, ctx: Context): Schedule["exceptions"] {
  return exceptions.map(({ id, ...exception }) => ({ id: id ?? ctx.newId(), ...exception }));
}

/** Creates a schedule. No group keeps it yet. */
export function createSchedule(input: CreateSchedule, ctx: Context): Promise<Schedule> {
  const id = ctx.newId();
  const now = ctx.now();
  const schedule: Schedule = {
    id,
    version: 1,
    name: input.name,
    timeZone: input.timeZone,
    weekly: input.weekly,
    exceptions: withIds(input.exceptions ?? [], ctx),
    createdAt: now.toISOString(),
    updatedAt: now.toISOString(),
    isDeleted: false,
    deletedAt: null,
  };
  return configure(
    ctx,
    async (tx) => {
      tx.create(schedules.ref(ctx.db, id), { ...schedule, createdAt: now, updatedAt: now });
      tx.audit({
        action: "schedule.created",
        target: targetOf(id),
        before: null,
        after: auditedFields(schedule),
      });
      return schedule;
    },
    { repeatable: true },
  );
}

/** Other hours may mean that a group opens now or at another time: its queue is looked at after the commit. */
async function lookAtQueuesLater(tx: Tx, scheduleId: string, ctx: Context): Promise<void> {
  const keeping = groups.parseAll((await tx.get(groupsKeepingQuery(ctx.db, scheduleId))).docs);
  for (const { id } of keeping) tx.afterCommit(() => enqueueDrainOfGroupLater(id, ctx));
}

/** Changes a schedule; what is not mentioned stays. @throws ChatError `not_found`. */
export function updateSchedule(id: string, input: UpdateSchedule, ctx: Context): Promise<Schedule> {
  return configure(ctx, async (tx) => {
    const schedule = await tx.needActive(schedules, id);
    if (Object.keys(input).length === 0) return schedule;
    await lookAtQueuesLater(tx, id, ctx);
    const now = ctx.now();
    const changed: Schedule = {
      ...schedule,
      name: input.name ?? schedule.name,
      timeZone: input.timeZone ?? schedule.timeZone,
      weekly: input.weekly ?? schedule.weekly,
      exceptions: input.exceptions ? withIds(input.exceptions, ctx) : schedule.exceptions,
      version: schedule.version + 1,
      updatedAt: now.toISOString(),
    };
    const [before, after] = [auditedFields(schedule), auditedFields(changed)];
    tx.update(schedules.ref(ctx.db, id), { ...after, version: changed.version, updatedAt: now });
    tx.audit({ action: "schedule.updated", target: targetOf(id), before, after });
    return changed;
  });
}

/** Soft-deletes a schedule that no group keeps. @throws ChatError `not_found`, `not_allowed` while a group keeps it. */
export function deleteSchedule(id: string, ctx: Context): Promise<void> {
  return configure(ctx, async (tx) => {
    const schedule = await tx.need(schedules, id);
    if (schedule.isDeleted) return;
    const [keeping] = groups.parseAll((await tx.get(groupsKeepingQuery(ctx.db, id).limit(1))).docs);
    if (keeping) throw refused("schedule_in_use", { group: keeping.name });
    const now = ctx.now();
    tx.update(schedules.ref(ctx.db, id), { isDeleted: true, deletedAt: now, updatedAt: now });
    const before = auditedFields(schedule);
    tx.audit({ action: "schedule.deleted", target: targetOf(id), before, after: null });
  });
}

/** Brings a deleted schedule back. Changes nothing when it is not deleted. @throws ChatError `not_found`. */
export function restoreSchedule(id: string, ctx: Context): Promise<Schedule> {
  return configure(ctx, async (tx) => {
    const schedule = await tx.need(schedules, id);
    if (!schedule.isDeleted) return schedule;
    const now = ctx.now();
    tx.update(schedules.ref(ctx.db, id), { isDeleted: false, deletedAt: null, updatedAt: now });
    const after = auditedFields(schedule);
    tx.audit({ action: "schedule.restored", target: targetOf(id), before: null, after });
    return { ...schedule, isDeleted: false, deletedAt: null, updatedAt: now.toISOString() };
  });
}

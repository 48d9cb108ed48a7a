import type { Page, Schedule, ScheduleState } from "@livechat/contract";
import type { AgentCaller } from "../../auth/caller.ts";
import { hoursState } from "../../availability/business-hours.ts";
import type { Context } from "../../platform/context.ts";
import { schedules } from "../../store/schedules.ts";
import { type Asked, type DeletablePage, listDeletable, readDeletable } from "../../team/deletable.ts";

/** @throws ChatError `not_found`, also for a deleted schedule unless an admin asks for it. */
export function readSchedule(id: string, asked: Asked, ctx: Context): Promise<Schedule> {
  return readDeletable(schedules, id, { ...asked, ctx });
}

/** Schedules in the order in which they were created. */
export function listSchedules(
  page: DeletablePage,
  caller: AgentCaller,
  ctx: Context,
): Promise<Page<Schedule>> {
  return listDeletable(schedules, page, { caller, ctx });
}

/** Whether a schedule is open at a time, now unless given. @throws ChatError `not_found`, also for a deleted one. */
export async function readScheduleState(
  id: string,
  { at, caller }: { at?: string | undefined; caller: AgentCaller },
  ctx: Context,
): Promise<ScheduleState> {
  const schedule = await readSchedule(id, { caller }, ctx);
  const state = hoursState(schedule, at === undefined ? ctx.now() : new Date(at));
  return {
    isOpen: state.isOpen,
    nextChangeAt: state.nextChangeAt?.toISOString() ?? null,
    nextOpeningAt: state.nextOpeningAt?.toISOString() ?? null,
  };
}

import type { Page, PageQuery, Schedule, ScheduleState } from "@livechat/contract";
import type { Query } from "firebase-admin/firestore";
import type { AgentCaller } from "../../auth/caller.ts";
import { hoursState } from "../../availability/business-hours.ts";
import type { Context } from "../../platform/context.ts";
import { notFound } from "../../platform/error.ts";
import { byCreation, readPage } from "../../store/pages.ts";
import { schedules } from "../../store/schedules.ts";
import { checkMaySeeDeleted } from "../../team/read-agent.ts";

interface Asked {
  readonly includeDeleted?: boolean | undefined;
  readonly caller: AgentCaller;
}

/** @throws ChatError `not_found`, also for a deleted schedule unless an admin asks for it. */
export async function readSchedule(
  id: string,
  { includeDeleted, caller }: Asked,
  ctx: Context,
): Promise<Schedule> {
  const mayBeDeleted = checkMaySeeDeleted(caller, includeDeleted);
  const schedule = await schedules.get(ctx.db, id);
  if (!schedule || (schedule.isDeleted && !mayBeDeleted)) throw notFound("schedule");
  return schedule;
}

/** Schedules in the order in which they were created. */
export function listSchedules(
  page: PageQuery & { includeDeleted?: boolean | undefined },
  caller: AgentCaller,
  ctx: Context,
): Promise<Page<Schedule>> {
  let query: Query = schedules.all(ctx.db);
  if (!checkMaySeeDeleted(caller, page.includeDeleted)) query = query.where("isDeleted", "==", false);
  return readPage(query, page, { order: byCreation(schedules.name), parse: schedules.parseAll });
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

import { endpoints } from "@livechat/contract";
import {
  createSchedule,
  deleteSchedule,
  restoreSchedule,
  updateSchedule,
} from "../features/schedules/change-schedules.ts";
import { listSchedules, readSchedule, readScheduleState } from "../features/schedules/read-schedules.ts";
import { route } from "../server/endpoint.ts";

export const scheduleRoutes = [
  route(endpoints.createSchedule, ({ body }, ctx) => createSchedule(body, ctx)),

  route(endpoints.listSchedules, ({ query, caller }, ctx) => listSchedules(query, caller, ctx)),

  route(endpoints.getSchedule, ({ params, query, caller }, ctx) =>
    readSchedule(params.id, { includeDeleted: query.includeDeleted, caller }, ctx),
  ),

  route(endpoints.updateSchedule, ({ params, body }, ctx) => updateSchedule(params.id, body, ctx)),

  route(endpoints.deleteSchedule, async ({ params }, ctx) => {
    await deleteSchedule(params.id, ctx);
    return null;
  }),

  route(endpoints.restoreSchedule, ({ params }, ctx) => restoreSchedule(params.id, ctx)),

  route(endpoints.getScheduleState, ({ params, query, caller }, ctx) =>
    readScheduleState(params.id, { at: query.at, caller }, ctx),
  ),
];

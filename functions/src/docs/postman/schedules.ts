import { endpoints } from "@livechat/contract";
import type { PostmanRequest } from "./request.ts";

const byId = { id: "{{schedule_id}}" };
const { example } = endpoints.createSchedule;

/** Business hours from their creation to their restoring. */
export const schedules: PostmanRequest[] = [
  { endpoint: "createSchedule", body: example?.body, status: 201, sets: { schedule_id: "id" } },
  {
    endpoint: "createSchedule",
    name: "Create a schedule in a time zone that is not known",
    body: { name: "Nowhere", timeZone: "Mars/Olympus", weekly: [] },
    status: 400,
  },
  { endpoint: "listSchedules", status: 200 },
  { endpoint: "getSchedule", params: byId, status: 200 },
  { endpoint: "getScheduleState", params: byId, query: { at: "2026-12-24T09:00:00Z" }, status: 200 },
  { endpoint: "updateSchedule", params: byId, body: { timeZone: "Europe/Berlin" }, status: 200 },
  { endpoint: "deleteSchedule", params: byId, status: 204 },
  { endpoint: "restoreSchedule", params: byId, status: 200 },
];

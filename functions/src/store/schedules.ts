import { schedule } from "@livechat/contract";
import type { Firestore, Query } from "firebase-admin/firestore";
import { defineCollection } from "./collection.ts";
import { groups } from "./groups.ts";

export const schedules = defineCollection("schedules", schedule, "schedule");

/** The groups, not deleted, that keep a schedule. */
export function groupsKeepingQuery(db: Firestore, scheduleId: string): Query {
  return groups.all(db).where("scheduleId", "==", scheduleId).where("isDeleted", "==", false);
}

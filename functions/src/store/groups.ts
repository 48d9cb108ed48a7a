import { DEFAULT_FILES_SETTINGS, DEFAULT_GROUP_HOURS, type Group, group } from "@livechat/contract";
import type { Firestore, Query } from "firebase-admin/firestore";
import { defineCollection } from "./collection.ts";

const { files, scheduleId, whenClosed, pauseDeadlinesWhenClosed } = group.shape;

/** Groups from before there were schedules are always open; those from before there were files take the usual ones. */
const storedGroup = group.extend({
  files: files.default(DEFAULT_FILES_SETTINGS),
  scheduleId: scheduleId.default(DEFAULT_GROUP_HOURS.scheduleId),
  whenClosed: whenClosed.default(DEFAULT_GROUP_HOURS.whenClosed),
  pauseDeadlinesWhenClosed: pauseDeadlinesWhenClosed.default(DEFAULT_GROUP_HOURS.pauseDeadlinesWhenClosed),
});

export const groups = defineCollection("groups", storedGroup);

/**
 * Stored beside the group's own fields: when conversations last came into its queue that may stand in front of others.
 * Everybody else who comes stands behind. That the group was written tells routing to look at the head again.
 */
export const QUEUE_CHANGED_AT = "queueChangedAt";

/** The one group that takes conversations for which no group is named. */
export function defaultGroupQuery(db: Firestore): Query {
  return groups.all(db).where("isDefault", "==", true).where("isDeleted", "==", false).limit(1);
}

export type StoredGroup = Group;

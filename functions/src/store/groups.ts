import { DEFAULT_GROUP_HOURS, type Group, group } from "@livechat/contract";
import type { Firestore, Query } from "firebase-admin/firestore";
import { defineCollection } from "./collection.ts";

const { scheduleId, whenClosed, pauseDeadlinesWhenClosed } = group.shape;

/** Groups from before there were schedules are always open. */
const storedGroup = group.extend({
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

import type { Group } from "@livechat/contract";
import type { Transaction } from "firebase-admin/firestore";
import type { Context } from "../platform/context.ts";
import { notFound, refused } from "../platform/error.ts";
import { groups } from "../store/groups.ts";
import { schedules } from "../store/schedules.ts";

type Hours = { [K in "scheduleId" | "whenClosed"]?: Group[K] | undefined };

/**
 * Checks that what a group shall keep and name is there. The transaction reads both, so that neither can be deleted
 * meanwhile.
 * @throws ChatError `not_found` for the schedule or the group, `not_allowed` for a group that names itself.
 */
export async function checkHours(
  tx: Pick<Transaction, "get">,
  groupId: string,
  { hours, ctx }: { hours: Hours; ctx: Context },
): Promise<void> {
  const { scheduleId, whenClosed } = hours;
  if (scheduleId) {
    const schedule = schedules.parse(await tx.get(schedules.ref(ctx.db, scheduleId)));
    if (!schedule || schedule.isDeleted) throw notFound("schedule");
  }
  if (typeof whenClosed !== "object") return;
  if (whenClosed.groupId === groupId) {
    throw refused("closed_group_to_itself");
  }
  const other = groups.parse(await tx.get(groups.ref(ctx.db, whenClosed.groupId)));
  if (!other || other.isDeleted) throw notFound("group");
}

import type { Schedule } from "@livechat/contract";
import type { DocumentReference, DocumentSnapshot } from "firebase-admin/firestore";
import type { Context } from "../platform/context.ts";
import { groups, type StoredGroup } from "../store/groups.ts";
import { schedules } from "../store/schedules.ts";
import { isOpen, nextClosing, nextOpening } from "./business-hours.ts";

/** Reads a document: a transaction, or the database as it is now. */
export interface Reader {
  get(ref: DocumentReference): Promise<DocumentSnapshot>;
}

/** Reads without a transaction, and so without a lock. */
export const outsideTransaction: Reader = { get: (ref) => ref.get() };

/** The hours that a group keeps. null: it is always open. One read, none for a group without a schedule. */
export async function scheduleOf(
  { scheduleId }: Pick<StoredGroup, "scheduleId">,
  reader: Reader,
  ctx: Context,
): Promise<Schedule | null> {
  if (scheduleId === null) return null;
  const schedule = schedules.parse(await reader.get(schedules.ref(ctx.db, scheduleId)));
  return schedule && !schedule.isDeleted ? schedule : null;
}

/** Whether the group is open now: the one question that routing asks. */
export async function isGroupOpen(
  group: Pick<StoredGroup, "scheduleId">,
  reader: Reader,
  ctx: Context,
): Promise<boolean> {
  const schedule = await scheduleOf(group, reader, ctx);
  return schedule === null || isOpen(schedule, ctx.now());
}

/** When the group opens for the next time after it has been closed. null: it is always open, or never opens. */
export async function nextOpeningOf(groupId: string, ctx: Context): Promise<Date | null> {
  const group = await groups.get(ctx.db, groupId);
  const schedule = group && !group.isDeleted ? await scheduleOf(group, outsideTransaction, ctx) : null;
  if (!schedule) return null;
  if (!isOpen(schedule, ctx.now())) return nextOpening(schedule, ctx.now());
  const closing = nextClosing(schedule, ctx.now());
  return closing && nextOpening(schedule, closing);
}

/** Where a conversation waits, and as what. */
export interface WaitingPlace {
  readonly group: StoredGroup;
  readonly channel: "chat" | "offline";
}

/**
 * Where a conversation that begins to wait goes: into the group that was asked for while that is open, else where the
 * group's `whenClosed` says. A group that is deleted, or that was asked before, ends the search: the message stays with
 * the group that names it, as an offline message.
 */
export async function placeToWait(asked: StoredGroup, reader: Reader, ctx: Context): Promise<WaitingPlace> {
  const askedIds = new Set<string>();
  let group = asked;
  for (;;) {
    if (await isGroupOpen(group, reader, ctx)) return { group, channel: "chat" };
    if (group.whenClosed === "queue") return { group, channel: "chat" };
    if (group.whenClosed === "offline") return { group, channel: "offline" };
    askedIds.add(group.id);
    const { groupId } = group.whenClosed;
    const next = askedIds.has(groupId) ? null : groups.parse(await reader.get(groups.ref(ctx.db, groupId)));
    if (!next || next.isDeleted) return { group, channel: "offline" };
    group = next;
  }
}

import type { Notification, Page, PageQuery } from "@livechat/contract";
import type { Query } from "firebase-admin/firestore";
import type { AgentCaller } from "../../auth/caller.ts";
import type { Context } from "../../platform/context.ts";
import { notFound } from "../../platform/error.ts";
import { notificationRef, notifications, notificationsOf } from "../../store/notifications.ts";
import { type Order, readPage } from "../../store/pages.ts";
import { transact } from "../../store/transact.ts";

const NEWEST_FIRST: Order = { list: "notifications", field: "createdAt", direction: "desc" };
/** Firestore takes so many writes in one batch. */
const BATCH = 500;

/** The caller's notifications, the newest first. */
export function listNotifications(
  page: PageQuery & { unread?: boolean | undefined },
  caller: AgentCaller,
  ctx: Context,
): Promise<Page<Notification>> {
  let query: Query = notificationsOf(ctx.db, caller.id);
  if (page.unread !== undefined) query = query.where("read", "==", !page.unread);
  return readPage(query, page, { order: NEWEST_FIRST, parse: notifications.parseAll });
}

/** @throws ChatError `not_found` for one that is not the caller's. */
export function readNotification(id: string, caller: AgentCaller, ctx: Context): Promise<Notification> {
  const ref = notificationRef(ctx.db, caller.id, id);
  return transact(ctx, async (tx) => {
    const found = notifications.parse(await tx.get(ref));
    if (!found) throw notFound(notifications.label);
    if (!found.read) tx.update(ref, { read: true });
    return { ...found, read: true };
  });
}

/** Marks all that are there now; what comes meanwhile stays unread. */
export async function readAllNotifications(caller: AgentCaller, ctx: Context): Promise<void> {
  const unread = notificationsOf(ctx.db, caller.id)
    .where("read", "==", false)
    .where("createdAt", "<=", ctx.now())
    .limit(BATCH);
  for (;;) {
    const { docs } = await unread.get();
    if (docs.length === 0) return;
    const batch = ctx.db.batch();
    for (const { ref } of docs) batch.update(ref, { read: true });
    await batch.commit();
  }
}

import type { Context } from "../../platform/context.ts";
import { enqueueLater } from "../../platform/enqueue-later.ts";
import { deliveries, dueDeliveries, type StoredDelivery } from "../../store/webhooks.ts";

/** Longer than an attempt takes: what is being attempted just now is left alone. */
const GRACE_MILLIS = 30_000;
const PAGE_DOCUMENTS = 200;
/** A task that waits in the queue is not asked for again within the hour. */
const HOUR_MILLIS = 3600 * 1000;

/**
 * Asks again for attempts whose task was lost, or came before its time. One read when nothing is due.
 * @returns how many were asked for.
 */
export async function lookAtDueDeliveries(ctx: Context): Promise<number> {
  const before = new Date(ctx.now().getTime() - GRACE_MILLIS);
  const due = await deliveries.find(dueDeliveries(ctx.db, before).limit(PAGE_DOCUMENTS));
  const hour = Math.floor(ctx.now().getTime() / HOUR_MILLIS);
  const ask = ({ id: deliveryId, attemptsMade }: StoredDelivery) => {
    const name = `delivery-${deliveryId}-${attemptsMade}-${hour}`;
    return enqueueLater({ queue: "retryWebhook", data: { deliveryId }, name }, ctx);
  };
  await Promise.all(due.map(ask));
  return due.length;
}

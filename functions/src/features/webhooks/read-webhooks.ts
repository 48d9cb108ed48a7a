import type { Delivery, DeliveryState, Page, PageQuery, SyncQuery, Webhook } from "@livechat/contract";
import type { Query } from "firebase-admin/firestore";
import type { Context } from "../../platform/context.ts";
import { notFound } from "../../platform/error.ts";
import { byCreation, type Order, readPage } from "../../store/pages.ts";
import { inOrder } from "../../store/sync.ts";
import { deliveries, type StoredDelivery, type StoredWebhook, webhooks } from "../../store/webhooks.ts";

const NEWEST_FIRST: Order = { list: "deliveries", field: "createdAt", direction: "desc" };

export function listWebhooks(page: PageQuery & SyncQuery, ctx: Context): Promise<Page<Webhook>> {
  const byTheirCreation = { order: byCreation(webhooks.name), now: ctx.now() };
  const { query, order } = inOrder(webhooks.all(ctx.db), page, byTheirCreation);
  return readPage(query, page, { order, parse: webhooks.parseAll });
}

/** @throws ChatError `not_found`. */
export async function readWebhook(id: string, ctx: Context): Promise<StoredWebhook> {
  const webhook = await webhooks.get(ctx.db, id);
  if (!webhook) throw notFound(webhooks.label);
  return webhook;
}

/** A webhook's deliveries, the newest first. @throws ChatError `not_found`. */
export async function listDeliveries(
  id: string,
  { state, ...page }: PageQuery & { state?: DeliveryState | undefined },
  ctx: Context,
): Promise<Page<Delivery>> {
  await readWebhook(id, ctx);
  let query: Query = deliveries.all(ctx.db).where("receiverId", "==", id);
  if (state !== undefined) query = query.where("state", "==", state);
  const order = { ...NEWEST_FIRST, list: `deliveries:${id}:${state ?? ""}` };
  return readPage(query, page, { order, parse: deliveries.parseAll });
}

/** @throws ChatError `not_found` for another webhook's. */
export async function readDelivery(
  { id, deliveryId }: { id: string; deliveryId: string },
  ctx: Context,
): Promise<StoredDelivery> {
  const found = await deliveries.get(ctx.db, deliveryId);
  if (found?.receiverId !== id) throw notFound(deliveries.label);
  return found;
}

import { type Delivery, EVENT_API_VERSION, type Replay, type Replayed, typesOf } from "@livechat/contract";
import type { Context } from "../../platform/context.ts";
import { enqueueLater } from "../../platform/enqueue-later.ts";
import { refused } from "../../platform/error.ts";
import { passes } from "../../store/listeners.ts";
import { occurrences, type StoredOccurrence } from "../../store/occurrences.ts";
import { configure } from "../../store/transact.ts";
import { deliveries, deliveryId, type StoredDelivery, type StoredWebhook } from "../../store/webhooks.ts";
import { attempt } from "./attempt.ts";
import { isSuccess, noteHealth } from "./health.ts";
import { readDelivery, readWebhook } from "./read-webhooks.ts";

const KEPT_MILLIS = 30 * 24 * 3600 * 1000;
/** Of one call. More are asked for by the next. */
const MAX_REPLAYED = 1_000;
const BATCH_WRITES = 250;

function newDelivery(webhookId: string, { id: eventId, type }: { id: string; type: string }, ctx: Context) {
  const now = ctx.now();
  return {
    id: deliveryId(webhookId, eventId),
    receiverId: webhookId,
    eventId,
    type,
    state: "pending" as StoredDelivery["state"],
    attempts: [] as StoredDelivery["attempts"],
    attemptsMade: 0,
    nextAttemptAt: null as Date | null,
    turn: null,
    own: null as StoredDelivery["own"],
    createdAt: now,
    expiresAt: new Date(now.getTime() + KEPT_MILLIS),
  };
}

/** What people do with a webhook without changing it stands in the audit log too. */
function audit(
  id: string,
  action: string,
  after: Record<string, unknown> | null,
  ctx: Context,
): Promise<void> {
  const entry = { action, target: { type: "webhook", id }, before: null, after };
  return configure(ctx, async (tx) => tx.audit(entry), `webhook:${id}`);
}

function ask(id: string, ctx: Context): Promise<void> {
  return enqueueLater({ queue: "deliverWebhook", data: { deliveryId: id } }, ctx);
}

/** Sends a `webhook.ping` at once, in whatever state the webhook is. @throws ChatError `not_found`. */
export async function testWebhook(id: string, ctx: Context): Promise<Delivery> {
  const webhook = await readWebhook(id, ctx);
  await audit(id, "webhook.tested", null, ctx);
  const { secrets: _, ...shown } = webhook;
  const eventId = ctx.newId();
  const facts = { id: eventId, apiVersion: EVENT_API_VERSION, conversationId: null, seq: null };
  const data = { ...facts, object: { ...shown } };
  const timestamp = ctx.now().toISOString();
  const item = { id: eventId, type: "webhook.ping", timestamp, data };
  const { answered, attempt: made } = await attempt(webhook, item, ctx);
  const state = isSuccess(answered) ? ("delivered" as const) : ("failed" as const);
  const own = { timestamp, data: JSON.stringify(data) };
  const delivery = { ...newDelivery(id, item, ctx), state, own, attemptsMade: 1 };
  const attempts = [{ ...made, at: new Date(made.at) }];
  await deliveries.ref(ctx.db, delivery.id).set({ ...delivery, attempts });
  if (webhook.state === "active") await noteHealth(webhook, answered, ctx);
  return { ...delivery, attempts: [made], nextAttemptAt: null, createdAt: delivery.createdAt.toISOString() };
}

/** Delivers again, with attempts from the beginning. @throws ChatError `not_found`. */
export async function retryDelivery(
  which: { id: string; deliveryId: string },
  ctx: Context,
): Promise<Delivery> {
  const found = await readDelivery(which, ctx);
  await audit(which.id, "webhook.retried", { deliveryId: found.id }, ctx);
  const now = ctx.now();
  const again = { state: "pending", attemptsMade: 0 } as const;
  await deliveries.ref(ctx.db, found.id).update({ ...again, nextAttemptAt: now });
  await ask(found.id, ctx);
  return { ...found, ...again, nextAttemptAt: now.toISOString() };
}

/** Deliveries of before are begun anew, with what their log holds; others are made. */
async function beginAnew(webhook: StoredWebhook, found: readonly StoredOccurrence[], ctx: Context) {
  const refs = found.map(({ id }) => deliveries.ref(ctx.db, deliveryId(webhook.id, id)));
  const known = await ctx.db.getAll(...refs);
  const batch = ctx.db.batch();
  const nextAttemptAt = ctx.now();
  found.forEach((occurrence, at) => {
    const snapshot = known[at];
    if (snapshot?.exists) batch.update(snapshot.ref, { state: "pending", attemptsMade: 0, nextAttemptAt });
    else
      batch.set(deliveries.ref(ctx.db, deliveryId(webhook.id, occurrence.id)), {
        ...newDelivery(webhook.id, occurrence, ctx),
        nextAttemptAt,
      });
  });
  await batch.commit();
  await Promise.all(refs.map(({ id }) => ask(id, ctx)));
}

/**
 * Tells a webhook again what was recorded between two times, `from` among them and `to` not.
 * @throws ChatError `not_found`, `not_allowed` for one that is not active.
 */
export async function replay(id: string, { from, to, types }: Replay, ctx: Context): Promise<Replayed> {
  const webhook = await readWebhook(id, ctx);
  if (webhook.state !== "active") {
    throw refused("webhook_not_active");
  }
  await audit(id, "webhook.replayed", { from, to, types: types ?? null }, ctx);
  const wanted = new Set(webhook.eventTypes.flatMap(typesOf));
  const named = types && new Set(types.flatMap(typesOf));
  const recorded = occurrences.all(ctx.db).where("timestamp", ">=", new Date(from));
  const query = recorded.where("timestamp", "<", new Date(to)).orderBy("timestamp");
  let [told, until] = [0, new Date(from).toISOString()];
  let next = query.limit(BATCH_WRITES);
  for (;;) {
    const { docs } = await next.get();
    const page = occurrences.parseAll(docs);
    const found = page.filter(
      (one) => wanted.has(one.type) && (!named || named.has(one.type)) && passes(webhook.filter, one),
    );
    if (found.length > 0) await beginAnew(webhook, found, ctx);
    told += found.length;
    const last = docs.at(-1);
    until = page.at(-1)?.timestamp ?? until;
    if (!last || docs.length < BATCH_WRITES) {
      return { deliveries: told, isComplete: true, until: new Date(to).toISOString() };
    }
    if (told >= MAX_REPLAYED) return { deliveries: told, isComplete: false, until };
    next = query.startAfter(last).limit(BATCH_WRITES);
  }
}

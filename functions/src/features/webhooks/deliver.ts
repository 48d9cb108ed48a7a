import type { DeliveryAttempt, DeliveryState, FeedItem } from "@livechat/contract";
import { z } from "zod";
import type { Context } from "../../platform/context.ts";
import { enqueueLater } from "../../platform/enqueue-later.ts";
import { occurrences, toItem } from "../../store/occurrences.ts";
import { deliveries, type StoredDelivery, type StoredWebhook, webhooks } from "../../store/webhooks.ts";
import { deliverTurn } from "../bots/deliver-turn.ts";
import { attempt } from "./attempt.ts";
import { isSuccess, noteHealth } from "./health.ts";
import type { Answered } from "./post.ts";
import { nextAttemptAt, retryAfterSeconds } from "./schedule.ts";

export const deliveryTask = z.strictObject({ deliveryId: z.string() });

/** Kept of the attempts: a retry by hand adds more. */
const MAX_ATTEMPTS_KEPT = 20;
const TOO_MANY = 429;
const UNAVAILABLE = 503;

/** What is told, as it was at its commit; null: it is no longer kept. */
export async function itemOf(delivery: StoredDelivery, ctx: Context): Promise<FeedItem | null> {
  const { own, eventId: id, type } = delivery;
  if (own) return { id, type, timestamp: own.timestamp, data: JSON.parse(own.data) as FeedItem["data"] };
  const occurrence = await occurrences.get(ctx.db, id);
  return occurrence && toItem(occurrence);
}

interface Outcome {
  readonly state: DeliveryState;
  readonly nextAttemptAt: Date | null;
}

/** What becomes of a delivery by what came back. Pure. */
function outcomeOf({ id, attemptsMade }: StoredDelivery, answered: Answered, now: Date): Outcome {
  if (isSuccess(answered)) return { state: "delivered", nextAttemptAt: null };
  const isAsked = answered.status === TOO_MANY || answered.status === UNAVAILABLE;
  const waitSeconds = isAsked ? retryAfterSeconds(answered.retryAfter, now) : 0;
  const next = nextAttemptAt({ id, attemptsMade: attemptsMade + 1, waitSeconds }, now);
  return { state: next ? "pending" : "failed", nextAttemptAt: next };
}

async function write(
  delivery: StoredDelivery,
  made: DeliveryAttempt,
  { outcome, ctx }: { outcome: Outcome; ctx: Context },
): Promise<void> {
  const kept = [...delivery.attempts, made].slice(-MAX_ATTEMPTS_KEPT);
  const attempts = kept.map((one) => ({ ...one, at: new Date(one.at) }));
  const attemptsMade = delivery.attemptsMade + 1;
  await deliveries.ref(ctx.db, delivery.id).update({ ...outcome, attempts, attemptsMade });
}

function drop({ id }: StoredDelivery, ctx: Context) {
  return deliveries.ref(ctx.db, id).update({ state: "dropped", nextAttemptAt: null });
}

function enqueue(deliveryId: string, notBefore: Date | undefined, ctx: Context): Promise<void> {
  return enqueueLater({ queue: "retryWebhook", data: { deliveryId }, ...(notBefore && { notBefore }) }, ctx);
}

/** Makes one attempt and keeps what came of it. An attempt that is killed in between is made again: at least once. */
export async function deliverOnce(
  delivery: StoredDelivery,
  webhook: StoredWebhook,
  ctx: Context,
): Promise<void> {
  const item = await itemOf(delivery, ctx);
  if (!item) return void (await drop(delivery, ctx));
  const { answered, attempt: made } = await attempt(webhook, item, ctx);
  const outcome = outcomeOf(delivery, answered, ctx.now());
  await write(delivery, made, { outcome, ctx });
  await noteHealth(webhook, answered, ctx);
  if (outcome.nextAttemptAt) await enqueue(delivery.id, outcome.nextAttemptAt, ctx);
}

/**
 * Looks at a delivery: makes the attempt that is due. Endpoints that fail have a queue of their own, so that their
 * time-outs hold up nobody else's deliveries.
 * @param isSlow whether it comes from that queue.
 */
export async function deliver(
  deliveryId: string,
  { isSlow }: { isSlow: boolean },
  ctx: Context,
): Promise<void> {
  const delivery = await deliveries.get(ctx.db, deliveryId);
  if (delivery?.state !== "pending" || delivery.nextAttemptAt === null) return;
  if (new Date(delivery.nextAttemptAt) > ctx.now()) return;
  if (delivery.turn) return deliverTurn(delivery, ctx);
  const webhook = await webhooks.get(ctx.db, delivery.receiverId);
  if (webhook?.state !== "active") return void (await drop(delivery, ctx));
  if (webhook.firstFailureAt !== null && !isSlow) return enqueue(deliveryId, undefined, ctx);
  await deliverOnce(delivery, webhook, ctx);
}

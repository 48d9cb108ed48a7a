import { delivery, webhook } from "@livechat/contract";
import type { Firestore, Query } from "firebase-admin/firestore";
import { z } from "zod";
import { defineCollection } from "./collection.ts";

/** What signs. The one that a rotation replaced signs too until its end. */
export const signingSecret = z.object({ secret: z.string(), until: z.string().nullable() });
export type SigningSecret = z.infer<typeof signingSecret>;

export const storedWebhook = webhook.extend({ secrets: z.array(signingSecret) });
export type StoredWebhook = z.infer<typeof storedWebhook>;

export const webhooks = defineCollection("webhooks", storedWebhook);

/** Whom what happens is recorded for: paused ones are told later, by a replay. */
export function listeningQuery(db: Firestore): Query {
  return webhooks.all(db).where("state", "in", ["active", "paused"]);
}

const storedDelivery = delivery.extend({
  /** A webhook's id, or a bot's. */
  receiverId: z.string(),
  /** Whether the receiver is a bot, and the delivery its turn. */
  turn: z
    .object({
      conversationId: z.string(),
      threadId: z.string(),
      afterSeq: z.number(),
      throughSeq: z.number(),
    })
    .nullable(),
  /** What is told, where it is not an occurrence: `data` as JSON, and its time. */
  own: z.object({ timestamp: z.string(), data: z.string() }).nullable(),
  /** Of the present row of attempts: a retry by hand begins anew. */
  attemptsMade: z.number().int(),
  /** Forgotten by the database's own time to live. */
  expiresAt: z.string(),
});
export type StoredDelivery = z.infer<typeof storedDelivery>;

export const deliveries = defineCollection("deliveries", storedDelivery, "delivery");

/** One event is delivered to one receiver under one id, however often it is asked for. */
export function deliveryId(receiverId: string, eventId: string): string {
  return `${receiverId}-${eventId}`;
}

/** Deliveries whose attempt is due, the longest ago first. */
export function dueDeliveries(db: Firestore, before: Date): Query {
  return deliveries.all(db).where("nextAttemptAt", "<=", before).orderBy("nextAttemptAt");
}

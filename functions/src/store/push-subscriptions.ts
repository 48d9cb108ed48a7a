import { createHash } from "node:crypto";
import type { Firestore, Query } from "firebase-admin/firestore";
import { z } from "zod";
import { defineCollection } from "./collection.ts";

const storedPushSubscription = z.object({
  agentId: z.string(),
  /** The session in which it was made: with it, it ends. */
  sessionId: z.string(),
  endpoint: z.string(),
  keys: z.object({ p256dh: z.string(), auth: z.string() }),
  createdAt: z.string(),
});
export type StoredPushSubscription = z.infer<typeof storedPushSubscription>;

/** Browsers to which an agent's notifications are pushed. */
export const pushSubscriptions = defineCollection(
  "pushSubscriptions",
  storedPushSubscription,
  "push subscription",
);

/** The same address is the same subscription. */
export function pushSubscriptionId(endpoint: string): string {
  return createHash("sha256").update(endpoint).digest("base64url");
}

export function pushSubscriptionsOf(db: Firestore, agentId: string): Query {
  return pushSubscriptions.all(db).where("agentId", "==", agentId);
}

/** One document, `vapid`: made once, because every subscription belongs to the key that it was made with. */
export const pushKeys = defineCollection(
  "pushKeys",
  z.object({ publicKey: z.string(), privateKey: z.string() }),
  "push key",
);
export const VAPID = "vapid";

import { notification } from "@livechat/contract";
import type {
  CollectionReference,
  DocumentReference,
  Firestore,
  Transaction,
} from "firebase-admin/firestore";
import { z } from "zod";
import { agents } from "./agents.ts";
import { defineCollection } from "./collection.ts";

const KEPT_MILLIS = 30 * 24 * 3600 * 1000;

/** Stored below the agent: `agents/{id}/notifications/{id}`. Those of before metadata and time to live are read too. */
export const notifications = defineCollection(
  "notifications",
  notification.extend({
    metadata: notification.shape.metadata.default({}),
    expiresAt: z.string().nullable().default(null),
  }),
);
export type NewNotification = Pick<
  z.output<typeof notification>,
  "id" | "type" | "conversationId" | "text" | "metadata"
>;

export function notificationsOf(db: Firestore, agentId: string): CollectionReference {
  return agents.ref(db, agentId).collection(notifications.name);
}

export function notificationRef(db: Firestore, agentId: string, id: string): DocumentReference {
  return notificationsOf(db, agentId).doc(id);
}

/** Tells an agent something, in the transaction in which it happens; the console hears of it by its listener. */
export function notify(
  tx: Pick<Transaction, "create">,
  db: Firestore,
  { agentId, at, ...told }: NewNotification & { agentId: string; at: Date },
): void {
  const expiresAt = new Date(at.getTime() + KEPT_MILLIS);
  tx.create(notificationRef(db, agentId, told.id), { ...told, read: false, createdAt: at, expiresAt });
}

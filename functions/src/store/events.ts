import { event } from "@livechat/contract";
import type { CollectionReference, DocumentReference, Firestore, Query } from "firebase-admin/firestore";
import { z } from "zod";
import { defineCollection } from "./collection.ts";
import { threads } from "./threads.ts";

export const storedEvent = event.extend({
  visitorId: z.string(),
  /** Stored with notes that mention somebody only. */
  mentions: event.shape.mentions.default([]),
  /** Stored with events of type `file` only. */
  files: event.shape.files.default([]),
});
export type StoredEvent = z.infer<typeof storedEvent>;

const EVENTS = "events";
export const events = defineCollection(EVENTS, storedEvent);

export function eventsOf(db: Firestore, threadId: string): CollectionReference {
  return threads.ref(db, threadId).collection(EVENTS);
}

export function eventRef(db: Firestore, threadId: string, eventId: string): DocumentReference {
  return eventsOf(db, threadId).doc(eventId);
}

/** The event of this id, in whichever thread of the conversation it is. */
export function eventByIdQuery(db: Firestore, conversationId: string, id: string): Query {
  const all = db.collectionGroup(EVENTS).where("conversationId", "==", conversationId);
  return all.where("id", "==", id).limit(1);
}

/** The events of all threads of a conversation, in order. */
export function conversationEventsQuery(db: Firestore, conversationId: string): Query {
  return db.collectionGroup(EVENTS).where("conversationId", "==", conversationId).orderBy("seq");
}

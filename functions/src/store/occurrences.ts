import { EVENT_API_VERSION, type FeedItem, type OccurrenceType, occurrenceType } from "@livechat/contract";
import type { Firestore, Query } from "firebase-admin/firestore";
import { z } from "zod";
import { defineCollection } from "./collection.ts";

/** Something worth telling: the resource as it is at this commit. */
export interface Occurrence {
  readonly type: OccurrenceType;
  readonly conversationId: string | null;
  /** The event's seq, else the conversation's `lastSeq`; null for what belongs to no conversation. */
  readonly seq: number | null;
  readonly groupId: string | null;
  readonly object: Record<string, unknown>;
  readonly previous?: Record<string, unknown>;
}

const storedOccurrence = z.object({
  id: z.string(),
  type: occurrenceType,
  timestamp: z.string(),
  conversationId: z.string().nullable(),
  groupId: z.string().nullable(),
  authorType: z.string().nullable(),
  isNote: z.boolean(),
  /** `data` of what is told, as JSON: every attempt tells the very same. */
  data: z.string(),
  /** Its place in the feed, given after the commit: see features/feed/give-positions.ts. null: it has none yet. */
  position: z.number().int().nullable(),
  /** The time of the commit, as the database sees it, and the order within the commit. */
  recordedAt: z.string(),
  order: z.number().int(),
  /** The webhooks that wanted it at the commit. */
  webhookIds: z.array(z.string()),
  /** Forgotten by the database's own time to live. */
  expiresAt: z.string(),
});
export type StoredOccurrence = z.infer<typeof storedOccurrence>;

export const occurrences = defineCollection("occurrences", storedOccurrence);

/** What has no place in the feed yet, in the order of the commits. */
export function withoutPosition(db: Firestore): Query {
  return occurrences.all(db).where("position", "==", null).orderBy("recordedAt").orderBy("order");
}

/** What is the same for whoever is told. */
export function toItem({ id, type, timestamp, data }: StoredOccurrence): FeedItem {
  return { id, type, timestamp, data: JSON.parse(data) as FeedItem["data"] };
}

/** `data` of what is told, as it is stored. */
export function toData(id: string, { conversationId, seq, object, previous }: Omit<Occurrence, "type">) {
  const told = { id, apiVersion: EVENT_API_VERSION, conversationId, seq, object };
  return JSON.stringify(previous === undefined ? told : { ...told, previous });
}

const storedFeed = z.object({
  /** When somebody pulled for the first time; from then on everything is recorded. */
  startedAt: z.string().nullable(),
  /** Of the last occurrence that got one. Places are 1, 2, 3 ... without a gap. */
  lastPosition: z.number().int(),
});
export type StoredFeed = z.infer<typeof storedFeed>;

/** One document, `state`. */
export const feeds = defineCollection("feed", storedFeed);
export const FEED = "state";
export const NO_FEED: StoredFeed = { startedAt: null, lastPosition: 0 };

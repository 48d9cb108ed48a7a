import { conversation, conversationChannel, conversationPriority, LIMITS } from "@livechat/contract";
import type { Firestore, Query } from "firebase-admin/firestore";
import { z } from "zod";
import { defineCollection } from "./collection.ts";
import { progress } from "./progress.ts";

export const storedConversation = conversation.extend({
  /** What was stored before there were offline messages is a chat. */
  channel: conversationChannel.default("chat"),
  rating: conversation.shape.rating.default(null),
  isSpam: z.boolean().default(false),
  hasFiles: z.boolean().default(false),
  /** What marking it as spam made, to be undone with it. */
  spam: z.object({ banId: z.string(), tagId: z.string().nullable() }).nullable().default(null),
  /** Until when its visitor is banned: what is said until then is not told to their browser. */
  visitorBannedUntil: z.string().nullable().default(null),
  /** The widget in which it began; null for what began before there were several, or elsewhere. */
  widgetId: z.string().nullable().default(null),
  /** Release 0.1.0 stored neither of these. */
  snoozedUntil: z.string().nullable().default(null),
  priority: conversationPriority.default("normal"),
  subject: z.string().nullable().default(null),
  /** When it began to wait before its present owner: its place in the queue when it wakes and the owner is not eligible. */
  lastQueuedAt: z.string().nullable().default(null),
  /** The position is counted when it is asked for; storing it would cost a write per waiting visitor per change. */
  queue: z.object({ queuedAt: z.string() }).nullable(),
  /** Threads are numbered 1, 2, 3 ...: see thread-id.ts. */
  threadCount: z.number().int(),
  /** Release 0.1.0 kept here what routing remembers, and reads it: see conversation/routing-memory.ts. Empty from now on. */
  lastAgentId: z.string().nullable(),
  passedAgentIds: z.array(z.string()),
  /** Which event ids senders have used so far, as a Bloom filter: see conversation/sent-ids.ts. */
  sentIds: z.string(),
  /** Release 0.1.0 counted agents' messages here, and reads it: always empty from now on. */
  messageCounts: z.record(z.string(), z.number().int()).default({}),
  /** When the owner must have written something, by the group's setting. null: no deadline runs. */
  answerDueAt: z.string().nullable(),
  /** When the conversation is closed unless its visitor writes. null: it is not the visitor's turn. */
  inactivityDueAt: z.string().nullable(),
  /** The group's setting at the last assignment, kept here so that a message need not read the group. */
  visitorInactivitySeconds: z.number().int().nullable(),
  /** Firebase sign-ins of its visitor from before this are refused by the rules: the session was ended. */
  visitorSignInsValidFrom: z.string().nullable().default(null),
  /** What its metrics are made of while it is open; null while it is closed, and for what was opened before they were. */
  metrics: progress.nullable().default(null),
  /** How often it has been closed. */
  closeCount: z.number().int().default(0),
  /** Whether its visitor is asked for a rating when it is closed: as its widget said when it began. */
  asksRating: z.boolean().default(true),
  /** While a bot owns it: what a visitor's message need then not read. */
  bot: z
    .object({
      id: z.string(),
      replyDeadlineSeconds: z.number().int(),
      /** Up to which event the bot has been told. 0: of nothing yet. */
      toldSeq: z.number().int(),
    })
    .nullable()
    .default(null),
  /** The last thread in which an AI has said that it is one. */
  firstAiThreadId: z.string().nullable().default(null),
  /** When the bot must have answered. null: it owes no answer. */
  botDueAt: z.string().nullable().default(null),
  schemaVersion: z.literal(1),
});
export type StoredConversation = z.infer<typeof storedConversation>;

export const conversations = defineCollection("conversations", storedConversation);

/** Whether the conversation has grown as long as it may: closed, it is not reopened. */
export function isFull({
  threadCount,
  lastSeq,
}: Pick<StoredConversation, "threadCount" | "lastSeq">): boolean {
  return threadCount >= LIMITS.MAX_THREADS_PER_CONVERSATION || lastSeq >= LIMITS.MAX_EVENTS_PER_CONVERSATION;
}

/** The waiting conversations of a group, the longest-waiting first. */
export function waitingQuery(db: Firestore, groupId: string): Query {
  return conversations
    .all(db)
    .where("groupId", "==", groupId)
    .where("status", "==", "pending")
    .orderBy("queue.queuedAt");
}

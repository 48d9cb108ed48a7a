import {
  FieldValue,
  type Firestore,
  type Query,
  type Timestamp,
  type Transaction,
} from "firebase-admin/firestore";
import { z } from "zod";
import { defineCollection } from "./collection.ts";
import { duration, reply } from "./progress.ts";

const time = z.string();
const common = {
  id: z.string(),
  metricsVersion: z.number().int(),
  /** The UTC days whose rollups hold something of this fact, `yyyy-mm-dd`. */
  days: z.array(z.string()),
  /** When it was committed: facts are folded in this order. */
  recordedAt: time,
};
const timeSpan = z.object({ from: time, to: time });
const hours = { scheduleId: z.string().nullable(), scheduleVersion: z.number().int().nullable() };

/** One ownership of a conversation, from the assignment to its end. Its id is the thread's. */
export const threadFact = z.object({
  ...common,
  kind: z.literal("thread"),
  conversationId: z.string(),
  groupId: z.string(),
  agentId: z.string(),
  isBot: z.boolean(),
  startedAt: time,
  endedAt: time,
  /** `requeued`: taken away by a deadline, a lapse or a deletion. */
  end: z.enum(["closed", "transferred_out", "requeued"]),
  owned: duration,
  /** When it counted in the owner's limit: the ownership without the time in which it was snoozed. */
  active: z.array(timeSpan),
  /** The owner's messages, private notes included. */
  messagesSent: z.number().int(),
  ...hours,
});
export type ThreadFact = z.infer<typeof threadFact>;

/** A conversation from its first message, or its reopening, to its close: `<conversation id>:<1, 2, 3 ...>`. */
export const conversationFact = z.object({
  ...common,
  kind: z.literal("conversation"),
  conversationId: z.string(),
  /** The last thread, by which it is rated. */
  threadId: z.string(),
  /** 1 for the first close. What was reopened is one more thread, not one more chat. */
  ordinal: z.number().int(),
  groupId: z.string(),
  /** Who had it when it was closed. */
  agentId: z.string().nullable(),
  ownerIds: z.array(z.string()),
  visitorId: z.string(),
  widgetId: z.string().nullable(),
  channel: z.enum(["chat", "offline"]),
  page: z.string().nullable(),
  tagIds: z.array(z.string()),
  startedBy: z.enum(["visitor", "greeting", "agent"]),
  startedAt: time,
  closedAt: time,
  closeReason: z.string(),
  closedBy: z.string().nullable(),
  outcome: z.enum(["answered", "missed", "abandoned", "bot"]),
  /** Abandoned within ten seconds. */
  isShort: z.boolean(),
  queue: duration,
  handling: duration.nullable(),
  resolution: duration,
  duration,
  replies: z.array(reply),
  messages: z.number().int(),
  /** The files that were sent. */
  fileIds: z.array(z.string()).default([]),
  asksRating: z.boolean(),
  ...hours,
});
export type ConversationFact = z.infer<typeof conversationFact>;

/** A message, or a note, by somebody who did not own the conversation. Its id is the event's. */
const messageFact = z.object({
  ...common,
  kind: z.literal("message"),
  agentId: z.string(),
  groupId: z.string(),
  at: time,
});

/** A visitor's rating, or a change of one: `<thread id>:<number>`. It takes back what it replaces. */
const ratingFact = z.object({
  ...common,
  kind: z.literal("rating"),
  conversationId: z.string(),
  groupId: z.string(),
  agentId: z.string().nullable(),
  tagIds: z.array(z.string()),
  isGood: z.boolean(),
  /** What it replaces. */
  wasGood: z.boolean().nullable(),
  /** When the conversation was first rated: both count there. */
  at: time,
});

/** A stretch of time in which an agent was online and accepted chats. */
const acceptingFact = z.object({
  ...common,
  kind: z.literal("accepting"),
  agentId: z.string(),
  ...timeSpan.shape,
});

/** Somebody said that a conversation is spam, or that it is none after all: its closes count no longer, or again. */
const spamFact = z.object({
  ...common,
  kind: z.literal("spam"),
  conversationId: z.string(),
  isSpam: z.boolean(),
  factIds: z.array(z.string()),
});
export type SpamFact = z.infer<typeof spamFact>;

/** What reports count: written once, with what it tells of, and never changed. See docs/metrics.md. */
export const storedFact = z.discriminatedUnion("kind", [
  threadFact,
  conversationFact,
  messageFact,
  ratingFact,
  acceptingFact,
  spamFact,
]);
export type StoredFact = z.infer<typeof storedFact>;
export type AcceptingFact = z.infer<typeof acceptingFact>;

export const facts = defineCollection("facts", storedFact);

/** Facts in the order in which they were committed. */
export function factsInOrder(db: Firestore): Query {
  return facts.all(db).orderBy("recordedAt").orderBy("__name__");
}

/** Facts that were committed until then, the oldest first. */
export function factsUntilQuery(db: Firestore, end: Timestamp): Query {
  return facts.all(db).where("recordedAt", "<=", end).orderBy("recordedAt");
}

/** The id of the fact of a conversation's close. */
export function closeFactId(conversationId: string, ordinal: number): string {
  return `${conversationId}:${ordinal}`;
}

/** The facts that say what is spam: few. */
export function spamFactsQuery(db: Firestore): Query {
  return facts.all(db).where("kind", "==", "spam");
}

/** The facts that count on a UTC day. */
export function factsOfDayQuery(db: Firestore, day: string): Query {
  return facts.all(db).where("days", "array-contains", day);
}

type NewFact = {
  [K in StoredFact["kind"]]: Omit<Extract<StoredFact, { kind: K }>, "recordedAt">;
}[StoredFact["kind"]];

/** Times as Timestamps, also inside of lists. */
function toFirestore(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map((item) => toFirestore(item, key));
  if (value !== null && typeof value === "object") return timesOf(value);
  return typeof value === "string" && TIMES.has(key) ? new Date(value) : value;
}
const TIMES: ReadonlySet<string> = new Set(["from", "to", "at", "startedAt", "endedAt", "closedAt"]);

function timesOf(fact: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fact).map(([key, value]) => [key, toFirestore(value, key)]));
}

/** Writes a fact, in the transaction that makes it one: one write. It counts from the commit on. */
export function writeFact(tx: Pick<Transaction, "create">, db: Firestore, fact: NewFact): void {
  tx.create(facts.ref(db, fact.id), { ...timesOf(fact), recordedAt: FieldValue.serverTimestamp() });
}

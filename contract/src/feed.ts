import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { LIMITS } from "./limits.ts";
import { OCCURRENCE_TYPES } from "./names.ts";
import type { OccurrenceType } from "./occurrence.ts";
import { id, instant, queryBoolean, queryInteger } from "./primitives.ts";
import { samples } from "./samples.ts";

/** The version of what is told: it changes when what is there changes its meaning. What is added leaves it as it is. */
export const EVENT_API_VERSION = "v1";

const SUBJECTS = [...new Set(OCCURRENCE_TYPES.map((type) => type.split(".")[0] as string))];
const WILDCARDS = SUBJECTS.map((subject) => `${subject}.*`);
const PATTERNS = ["*", ...WILDCARDS, ...OCCURRENCE_TYPES] as [string, ...string[]];

/** A type of what happens, all of one subject such as `conversation.*`, or `*` for everything. */
export const typePattern = z.enum(PATTERNS);

/** The types that a pattern names. */
export function typesOf(pattern: string): OccurrenceType[] {
  if (pattern === "*") return [...OCCURRENCE_TYPES];
  if (!pattern.endsWith(".*")) return OCCURRENCE_TYPES.filter((type) => type === pattern);
  return OCCURRENCE_TYPES.filter((type) => type.startsWith(pattern.slice(0, -1)));
}

/** What one thing that happened is told as: the body of a webhook. */
export const toldData = z.object({
  /** The same for the webhook's every attempt and in the feed: whoever has seen it leaves it. */
  id,
  apiVersion: z.string(),
  conversationId: id.nullable(),
  /** The event's `seq`, else the conversation's `lastSeq` at that commit; null for what belongs to no conversation. */
  seq: z.number().int().nullable(),
  /** The resource as it was at that commit. */
  object: z.record(z.string(), z.unknown()),
  /** What was changed, as it was before. */
  previous: z.record(z.string(), z.unknown()).optional(),
});

export const feedItem = z
  .object({ id, type: z.string(), timestamp: instant, data: toldData })
  .meta({ id: "FeedItem" });
export type FeedItem = z.infer<typeof feedItem>;

export const feedPage = z
  .object({
    items: z.array(feedItem),
    /** To be sent as `after` with the next call; the same again while there is nothing new. */
    nextCursor: z.string(),
    /** In the answer that started the feed. Every instance records from a minute after it at the latest. */
    startedAt: instant.optional(),
  })
  .meta({ id: "FeedPage" });
export type FeedPage = z.infer<typeof feedPage>;

const cursor = z.string().regex(/^\d{1,15}$/, "must be a nextCursor of this feed");

const patterns = z
  .string()
  .max(LIMITS.MAX_URL_CHARS)
  .transform((list) => list.split(","))
  .pipe(z.array(typePattern));

export const feedQuery = z.strictObject({
  after: cursor.optional(),
  /** Types separated by commas. */
  types: patterns.optional(),
  conversationId: id.optional(),
  /** Private notes are left out unless they are asked for. */
  includeNotes: queryBoolean.optional(),
  limit: queryInteger(1, LIMITS.MAX_PAGE_ITEMS).optional(),
});
export type FeedQuery = z.output<typeof feedQuery>;

const sampleItem = {
  id: "occurrence0000000001",
  type: "message.created",
  timestamp: samples.at,
  data: {
    id: "occurrence0000000001",
    apiVersion: EVENT_API_VERSION,
    conversationId: samples.ids.conversation,
    seq: samples.event.seq,
    object: samples.event,
  },
};

export const feedEndpoints = {
  readFeed: endpoint({
    name: "readFeed",
    method: "GET",
    path: "/v1/events",
    access: "admin",
    scope: "webhooks:read",
    folder: "Event feed",
    summary: "Read what happened, from where the last call ended",
    description:
      "Everything that webhooks tell, in one order that never changes, for 30 days. Send the `nextCursor` of the last answer as `after`; without `after` the feed begins with the oldest that is kept. Whoever stops and comes back has missed nothing. The first call of all starts the feed and says when.",
    query: feedQuery,
    response: feedPage,
    example: { response: { items: [sampleItem], nextCursor: "1" } },
  }),
};

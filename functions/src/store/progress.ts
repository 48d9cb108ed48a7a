import { z } from "zod";

/** The version of the definitions in docs/metrics.md by which facts are measured. */
export const METRICS_VERSION = 1;

/** Milliseconds since 1970. */
const millis = z.number().int();

export const span = z.object({ from: millis, to: millis });
export type Span = z.infer<typeof span>;

/** A duration by the clock, and what of it was business time. */
export const duration = z.object({ seconds: z.number(), businessSeconds: z.number() });
export type Duration = z.infer<typeof duration>;

/** How long the visitor waited for a person's answer. `isFirst`: the first one after a wait began. */
const answered = z.object({ agentId: z.string(), isFirst: z.boolean() });
export const reply = answered.extend({ groupId: z.string(), ...duration.shape });
export type Reply = z.infer<typeof reply>;

const owner = z.object({
  agentId: z.string(),
  isBot: z.boolean(),
  since: millis,
  /** Null while the conversation is snoozed. */
  activeSince: millis.nullable(),
  active: z.array(span),
});

/**
 * What a conversation's metrics need of it since it was opened, or reopened, so that closing it reads no events. Kept in
 * the conversation, which its visitor may read: it holds nothing that private notes change.
 */
export const progress = z.object({
  metricsVersion: z.number().int(),
  /** Whose hours its durations are measured by: those of the group in which it waits, or was assigned. */
  scheduleId: z.string().nullable(),
  startedBy: z.enum(["visitor", "greeting", "agent"]),
  firstMessageAt: millis.nullable(),
  firstVisitorAt: millis.nullable(),
  /** The first visitor message that nobody has answered. */
  unansweredSince: millis.nullable(),
  /** The wait for a person's first answer; null when it was given. `since`: the first visitor message in it. */
  wait: z.object({ openedAt: millis, since: millis.nullable(), isHandOff: z.boolean() }).nullable(),
  owner: owner.nullable(),
  /** The people who had it. */
  ownerIds: z.array(z.string()),
  hadBot: z.boolean(),
  /** Since when nobody has had it. */
  unownedSince: millis.nullable(),
  hasPersonWritten: z.boolean(),
  /** Since when it has been handled; null before a person's first message, and while a bot has it. */
  handlingSince: millis.nullable(),
  messages: z.number().int(),
  /** The files that were sent, for those who ask for the chat's row later. */
  fileIds: z.array(z.string()).default([]),
  /** Measured by the clock alone so far. */
  open: z.object({
    waits: z.array(span),
    handled: z.array(span),
    replies: z.array(answered.extend(span.shape)),
  }),
  /** Measured by the hours that held then, too. */
  settled: z.object({ queue: duration, handling: duration, replies: z.array(reply) }),
});
export type Progress = z.infer<typeof progress>;

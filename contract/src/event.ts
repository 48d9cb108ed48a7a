import { z } from "zod";
import { eventFile } from "./file.ts";
import { LIMITS } from "./limits.ts";
import { id, instant, isVisible, metadata } from "./primitives.ts";

export const authorType = z.enum(["visitor", "agent", "bot", "system"]);
export type AuthorType = z.infer<typeof authorType>;

/** Who may read an event: everyone in the conversation, or agents only (a private note). */
export const visibility = z.enum(["all", "agents"]);
export type Visibility = z.infer<typeof visibility>;

/**
 * Why the system wrote an event. `text` says it in English; clients word it from `metadata`: `agentId` and `agentName` of
 * who joins, takes over or is transferred to, of who joins `agentAvatarUrl` if there is one and `isBot` of a bot,
 * `groupId` and `groupName` of where the conversation goes, `closedBy`. Events of before these were written have fewer keys.
 */
export const systemType = z.enum([
  "agent_joined",
  "thread_closed",
  "transferred",
  "conversation_closed",
  "conversation_reopened",
  "agent_left",
  "answer_deadline_passed",
  "visitor_inactive",
  "agent_gone",
  "agent_deleted",
  "group_deleted",
  "conversation_snoozed",
  "conversation_woken",
]);
export type SystemType = z.infer<typeof systemType>;

export const event = z
  .object({
    id: z.string(),
    conversationId: id,
    threadId: id,
    seq: z.number().int().min(1),
    /** `choices`: a question with `metadata.options`, of which the visitor may pick one. */
    type: z.enum(["message", "system", "file", "form", "choices"]),
    authorType,
    authorId: id.nullable(),
    text: z.string(),
    systemType: systemType.nullable(),
    visibility,
    metadata: z.record(z.string(), z.unknown()),
    /** The agents whom a note mentions, as far as they may see the conversation. */
    mentions: z.array(id),
    /** Of an event of type `file`. */
    files: z.array(eventFile),
    /** Of what a bot wrote that is an AI. */
    isAi: z.boolean().optional(),
    createdAt: instant,
  })
  .meta({ id: "Event" });
export type Event = z.infer<typeof event>;

/** The sender's own id of a message: sending it again changes nothing. */
export const eventId = z
  .string()
  .min(LIMITS.MIN_EVENT_ID_CHARS)
  .max(LIMITS.MAX_EVENT_ID_CHARS)
  .regex(/^[A-Za-z0-9_-]+$/, "must be url-safe")
  .refine((value) => !/^__.*__$/.test(value), "must not be a reserved id");

/** Counted in Unicode code points, as zod and JSON Schema count: an emoji is one. */
export const messageText = z
  .string()
  .min(1)
  .max(LIMITS.MAX_MESSAGE_LENGTH_CHARS)
  .refine((value) => value.isWellFormed(), "must be well-formed Unicode")
  .refine(isVisible, "must hold a character that can be seen");

const sent = {
  id: eventId.optional(),
  visibility: visibility.optional(),
  metadata: metadata.optional(),
};

export const addMessageBody = z.strictObject({
  type: z.literal("message").optional(),
  text: messageText,
  /** The canned response that an agent wrote it with: counts its use. */
  cannedResponseId: id.optional(),
  ...sent,
});
export type AddMessage = z.output<typeof addMessageBody>;

export const addFilesBody = z.strictObject({
  type: z.literal("file"),
  fileIds: z
    .array(id)
    .min(1)
    .max(LIMITS.MAX_FILES_PER_MESSAGE)
    .refine((ids) => new Set(ids).size === ids.length, "must not name a file twice"),
  text: messageText.optional(),
  ...sent,
});
export type AddFiles = z.output<typeof addFilesBody>;

/** A visitor picks one of the options that a bot has offered: it is stored as a message with the option's label. */
export const addChoiceBody = z.strictObject({
  type: z.literal("choice"),
  id: eventId.optional(),
  optionId: id,
  /** The event with the options. */
  inReplyTo: eventId,
});
export type AddChoice = z.output<typeof addChoiceBody>;

export const addEventBody = z.discriminatedUnion("type", [addMessageBody, addFilesBody, addChoiceBody]);
export type AddEvent = z.output<typeof addEventBody>;

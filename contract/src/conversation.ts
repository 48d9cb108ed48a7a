import { z } from "zod";
import { assignment } from "./assignment.ts";
import { endpoint } from "./endpoint.ts";
import { authorType, event, messageText } from "./event.ts";
import { LIMITS } from "./limits.ts";
import {
  id,
  instant,
  instantInput,
  line,
  metadata,
  pageOf,
  pageQuery,
  syncQuery,
  timeRangeQuery,
  timestamps,
  writtenText,
} from "./primitives.ts";
import { samplePage, samples } from "./samples.ts";
import { shownRating } from "./shown-rating.ts";
import { eventsQuery } from "./thread.ts";
import { visitorFacts } from "./visitor-facts.ts";

/**
 * - `pending`: waits for an agent · `active`: owned by one
 * - `snoozed`: owned, but out of the owner's limit until a time or the visitor's next message
 * - `closed`: over, until it is reopened
 */
export const conversationStatus = z.enum(["pending", "active", "snoozed", "closed"]);
export type ConversationStatus = z.infer<typeof conversationStatus>;

export const conversationPriority = z.enum(["low", "normal", "high", "urgent"]);
export type ConversationPriority = z.infer<typeof conversationPriority>;

/** How the visitor wrote: in a chat, or a message to be answered when somebody is there. */
export const conversationChannel = z.enum(["chat", "offline"]);
export type ConversationChannel = z.infer<typeof conversationChannel>;

export const conversation = z
  .object({
    id,
    visitorId: id,
    groupId: id,
    status: conversationStatus,
    channel: conversationChannel,
    assignedAgentId: id.nullable(),
    activeThreadId: id.nullable(),
    tagIds: z.array(id),
    lastMessage: z.object({ text: z.string(), authorType, createdAt: instant }).nullable(),
    /** Set while the conversation waits. `position` counts from 1. */
    queue: z.object({ position: z.number().int().min(1), queuedAt: instant }).nullable(),
    lastSeq: z.number().int(),
    ...timestamps,
    assignedAt: instant.nullable(),
    firstResponseAt: instant.nullable(),
    closedAt: instant.nullable(),
    /** Set while the conversation is snoozed: when it comes back at the latest. */
    snoozedUntil: instant.nullable(),
    /** What people make of its urgency. Routing goes by the time of waiting alone. */
    priority: conversationPriority,
    /** What it is about, in a line; null until somebody says so. */
    subject: z.string().nullable(),
    /** The visitor's latest. null: none yet. */
    rating: shownRating.nullable(),
    /** Whether people have marked it as spam. Reports leave it out. */
    isSpam: z.boolean(),
    /** Whether a file that its visitor sees was sent in it. Private notes leave no trace in what visitors read. */
    hasFiles: z.boolean(),
    metadata: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "Conversation" });
export type Conversation = z.infer<typeof conversation>;

export const assignBody = z.strictObject({ agentId: id, force: z.boolean().optional() });

const note = writtenText(LIMITS.MAX_NOTE_LENGTH_CHARS).optional();
export const transferBody = z.union([
  z.strictObject({ agentId: id, note }),
  z.strictObject({ groupId: id, note }),
]);
export type Transfer = z.output<typeof transferBody>;

const begun = {
  /** The default group unless given. */
  groupId: id.optional(),
  message: messageText.optional(),
  /** Who has it from the beginning, instead of whom routing chooses. */
  assign: id.optional(),
  metadata: metadata.optional(),
};
export const createConversationBody = z.union([
  z.strictObject({ visitorId: id, ...begun }),
  z.strictObject({ visitor: visitorFacts, ...begun }),
]);
export type CreateConversation = z.output<typeof createConversationBody>;

export const updateConversationBody = z.strictObject({
  priority: conversationPriority.optional(),
  subject: line(LIMITS.MAX_SUBJECT_CHARS).nullable().optional(),
  metadata: metadata.optional(),
});
export type UpdateConversation = z.output<typeof updateConversationBody>;

export const snoozeBody = z.strictObject({ until: instantInput });

const conversationParams = z.strictObject({ id });
const tagParams = z.strictObject({ id, tagId: id });
const folder = "Conversations";

export const conversationEndpoints = {
  createConversation: endpoint({
    name: "createConversation",
    method: "POST",
    path: "/v1/conversations",
    access: "agent",
    scope: "conversations:write",
    errors: ["not_found", "already_exists", "agent_unavailable"],
    folder,
    summary: "Begin a conversation from outside",
    description:
      "With a known visitor, who has no open conversation, or with a new one. The message is that of the agent who calls; an API key's call brings the visitor's. With `assign` that agent has it at once; else it waits for routing from its first message on, and without one for its visitor's. Agents assign themselves, supervisors, admins and keys anyone.",
    body: createConversationBody,
    response: conversation,
    statuses: [201],
    example: {
      body: { visitor: { name: "Vera", email: "vera@example.com" }, message: "Please call me back." },
      response: samples.waiting,
    },
  }),
  listConversations: endpoint({
    name: "listConversations",
    method: "GET",
    path: "/v1/conversations",
    access: "agentOrVisitor",
    scope: "conversations:read",
    folder,
    summary: "List conversations, newest activity first",
    description:
      "A visitor gets their own, and, where the company's server has said who they are, those of other browsers.",
    query: pageQuery.extend({
      status: conversationStatus.optional(),
      groupId: id.optional(),
      agentId: id.optional(),
      tagId: id.optional(),
      visitorId: id.optional(),
      hasFiles: z.literal("true").optional(),
      ...timeRangeQuery.shape,
      ...syncQuery.shape,
    }),
    response: pageOf(conversation),
    example: { response: samplePage(samples.conversation) },
  }),
  exportConversations: endpoint({
    name: "exportConversations",
    method: "GET",
    path: "/v1/conversations/export",
    access: "supervisor",
    scope: "conversations:read",
    folder,
    summary: "Export conversations with their events",
    description:
      "Streamed as NDJSON: a line for each conversation that last changed in the range, the oldest change first, with all of its events in `events`, private notes too. What is younger than two seconds is left for the next range. Hosting ends a call after 60 seconds: ask for a day at a time.",
    query: timeRangeQuery,
    response: z.string(),
    contentTypes: ["application/x-ndjson"],
    example: { response: `${JSON.stringify({ ...samples.conversation, events: [samples.event] })}\n` },
  }),
  getConversation: endpoint({
    name: "getConversation",
    method: "GET",
    path: "/v1/conversations/{id}",
    access: "agentOrVisitor",
    scope: "conversations:read",
    errors: ["not_found"],
    folder,
    summary: "Read a conversation",
    params: conversationParams,
    response: conversation,
    example: { response: samples.conversation },
  }),
  listConversationEvents: endpoint({
    name: "listConversationEvents",
    method: "GET",
    path: "/v1/conversations/{id}/events",
    access: "agentOrVisitor",
    scope: "conversations:read",
    errors: ["not_found"],
    folder,
    summary: "Read the events of all threads in order",
    params: conversationParams,
    query: eventsQuery,
    response: pageOf(event),
    example: { response: samplePage(samples.event) },
  }),
  assignConversation: endpoint({
    name: "assignConversation",
    method: "POST",
    path: "/v1/conversations/{id}/assign",
    access: "agent",
    scope: "conversations:write",
    errors: ["not_found", "agent_unavailable", "not_allowed", "conversation_closed"],
    folder,
    summary: "Assign to an agent, or claim",
    description:
      "Agents may claim for themselves in their groups; supervisors and admins may assign anyone and force.",
    params: conversationParams,
    body: assignBody,
    response: conversation,
    example: { body: { agentId: samples.ids.agent }, response: samples.conversation },
  }),
  transferConversation: endpoint({
    name: "transferConversation",
    method: "POST",
    path: "/v1/conversations/{id}/transfer",
    access: "agent",
    scope: "conversations:write",
    errors: ["not_found", "agent_unavailable", "not_allowed", "conversation_closed"],
    folder,
    summary: "Transfer to an agent or a group",
    description: "For the owner, supervisors and admins.",
    params: conversationParams,
    body: transferBody,
    response: conversation,
    example: { body: { groupId: samples.ids.group, note: "Wants a refund." }, response: samples.waiting },
  }),
  closeConversation: endpoint({
    name: "closeConversation",
    method: "POST",
    path: "/v1/conversations/{id}/close",
    access: "agentOrVisitor",
    scope: "conversations:write",
    errors: ["not_found"],
    folder,
    summary: "Close a conversation",
    description: "For the owner, supervisors, admins and the visitor. Closing twice changes nothing.",
    params: conversationParams,
    response: conversation,
    example: { response: samples.closed },
  }),
  reopenConversation: endpoint({
    name: "reopenConversation",
    method: "POST",
    path: "/v1/conversations/{id}/reopen",
    access: "agent",
    scope: "conversations:write",
    errors: ["not_found", "not_allowed"],
    folder,
    summary: "Reopen a closed conversation",
    description: "A new thread, routed anew.",
    params: conversationParams,
    response: conversation,
    example: { response: samples.waiting },
  }),
  updateConversation: endpoint({
    name: "updateConversation",
    method: "PATCH",
    path: "/v1/conversations/{id}",
    access: "agent",
    scope: "conversations:write",
    errors: ["not_found"],
    folder,
    summary: "Change a conversation",
    description:
      "For the owner, supervisors and admins. Metadata is merged by key; null removes a key. The priority is for people: routing goes by the time of waiting alone.",
    params: conversationParams,
    body: updateConversationBody,
    response: conversation,
    example: { body: { priority: "high" }, response: { ...samples.conversation, priority: "high" } },
  }),
  snoozeConversation: endpoint({
    name: "snoozeConversation",
    method: "POST",
    path: "/v1/conversations/{id}/snooze",
    access: "agent",
    scope: "conversations:write",
    errors: ["not_found", "not_allowed", "conversation_closed"],
    folder,
    summary: "Snooze a conversation until a time",
    description:
      "For the owner, supervisors and admins. The owner keeps it, and it does not count in their limit. The time or the visitor's next message wakes it: it is active with its owner if that one is eligible, else it waits, in its group's queue by the time it had waited.",
    params: conversationParams,
    body: snoozeBody,
    response: conversation,
    example: { body: { until: samples.later }, response: samples.snoozed },
  }),
  unsnoozeConversation: endpoint({
    name: "unsnoozeConversation",
    method: "DELETE",
    path: "/v1/conversations/{id}/snooze",
    access: "agent",
    scope: "conversations:write",
    errors: ["not_found"],
    folder,
    summary: "Wake a snoozed conversation",
    description: "For the owner, supervisors and admins. Changes nothing when it is not snoozed.",
    params: conversationParams,
    response: conversation,
    example: { response: samples.conversation },
  }),
  markUnread: endpoint({
    name: "markUnread",
    method: "POST",
    path: "/v1/conversations/{id}/unread",
    access: "agent",
    errors: ["not_found"],
    folder,
    summary: "Mark a conversation as unread",
    description: "For the owner: as if the visitor's last message had not been seen. Nothing else changes.",
    params: conversationParams,
    response: conversation,
    example: { response: samples.conversation },
  }),
  markSpam: endpoint({
    name: "markSpam",
    method: "POST",
    path: "/v1/conversations/{id}/spam",
    access: "agent",
    scope: "conversations:write",
    errors: ["not_found"],
    folder,
    summary: "Mark a conversation as spam",
    description:
      "For the owner, supervisors and admins. It is closed and tagged `Spam`, its visitor is banned, and reports leave it out.",
    params: conversationParams,
    response: conversation,
    example: { response: { ...samples.closed, isSpam: true } },
  }),
  unmarkSpam: endpoint({
    name: "unmarkSpam",
    method: "POST",
    path: "/v1/conversations/{id}/not-spam",
    access: "agent",
    scope: "conversations:write",
    errors: ["not_found"],
    folder,
    summary: "Say that a conversation is no spam",
    description:
      "For its last owner, supervisors and admins. Tag and ban go, and reports count it again. It stays closed: its visitor's session is over.",
    params: conversationParams,
    response: conversation,
    example: { response: samples.closed },
  }),
  addConversationTag: endpoint({
    name: "addConversationTag",
    method: "PUT",
    path: "/v1/conversations/{id}/tags/{tagId}",
    access: "agent",
    scope: "conversations:write",
    errors: ["not_found", "not_allowed"],
    folder,
    summary: "Tag a conversation",
    params: tagParams,
    response: conversation,
    example: { response: samples.conversation },
  }),
  removeConversationTag: endpoint({
    name: "removeConversationTag",
    method: "DELETE",
    path: "/v1/conversations/{id}/tags/{tagId}",
    access: "agent",
    scope: "conversations:write",
    errors: ["not_found"],
    folder,
    summary: "Take a tag off a conversation",
    params: tagParams,
    response: conversation,
    example: { response: { ...samples.conversation, tagIds: [] } },
  }),
  getTranscript: endpoint({
    name: "getTranscript",
    method: "GET",
    path: "/v1/conversations/{id}/transcript",
    access: "agentOrVisitor",
    scope: "conversations:read",
    errors: ["not_found"],
    folder,
    summary: "Read a conversation as a document",
    description: "In the visitor's language, without private notes.",
    params: conversationParams,
    query: z.strictObject({ format: z.enum(["text", "html"]).optional() }),
    response: z.string(),
    contentTypes: ["text/plain", "text/html"],
    example: {
      response: "Transcript of your conversation\n\nMar 2, 2026, 9:00 AM  Vera\nWhere is my order?\n",
    },
  }),
  getAssignment: endpoint({
    name: "getAssignment",
    method: "GET",
    path: "/v1/conversations/{id}/assignment",
    access: "agent",
    scope: "conversations:read",
    errors: ["not_found"],
    folder,
    summary: "How the assignment stands and why",
    params: conversationParams,
    response: assignment,
    example: { response: samples.assignment },
  }),
};

import { z } from "zod";
import { assignment } from "./assignment.ts";
import { endpoint } from "./endpoint.ts";
import { authorType, event } from "./event.ts";
import { LIMITS } from "./limits.ts";
import { id, instant, pageOf, pageQuery, text, timeRangeQuery, timestamps } from "./primitives.ts";
import { samplePage, samples } from "./samples.ts";
import { eventsQuery } from "./thread.ts";

export const conversationStatus = z.enum(["pending", "active", "closed"]);
export type ConversationStatus = z.infer<typeof conversationStatus>;

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
    metadata: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "Conversation" });
export type Conversation = z.infer<typeof conversation>;

export const assignBody = z.strictObject({ agentId: id, force: z.boolean().optional() });

const note = text(LIMITS.MAX_NOTE_LENGTH_CHARS).optional();
export const transferBody = z.union([
  z.strictObject({ agentId: id, note }),
  z.strictObject({ groupId: id, note }),
]);
export type Transfer = z.output<typeof transferBody>;

const conversationParams = z.strictObject({ id });
const tagParams = z.strictObject({ id, tagId: id });
const folder = "Conversations";

export const conversationEndpoints = {
  listConversations: endpoint({
    name: "listConversations",
    method: "GET",
    path: "/v1/conversations",
    access: "agent",
    scope: "conversations:read",
    folder,
    summary: "List conversations, newest activity first",
    query: pageQuery.extend({
      status: conversationStatus.optional(),
      groupId: id.optional(),
      agentId: id.optional(),
      tagId: id.optional(),
      visitorId: id.optional(),
      ...timeRangeQuery.shape,
    }),
    response: pageOf(conversation),
    example: { response: samplePage(samples.conversation) },
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

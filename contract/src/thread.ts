import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { addEventBody, event } from "./event.ts";
import { id, instant, pageOf, pageQuery, queryInteger } from "./primitives.ts";
import { samplePage, samples } from "./samples.ts";

export const thread = z
  .object({
    id,
    conversationId: id,
    status: z.enum(["active", "closed"]),
    agentId: id.nullable(),
    previousThreadId: id.nullable(),
    nextThreadId: id.nullable(),
    startedAt: instant,
    endedAt: instant.nullable(),
  })
  .meta({ id: "Thread" });
export type Thread = z.infer<typeof thread>;

const threadParams = z.strictObject({ id });
const folder = "Threads";

/**
 * Pages of events go forward by `afterSeq`; a page token carries it on. `beforeSeq` reads backwards: the last events
 * before it, in order.
 */
export const eventsQuery = pageQuery.extend({
  afterSeq: queryInteger(0, Number.MAX_SAFE_INTEGER).optional(),
  beforeSeq: queryInteger(1, Number.MAX_SAFE_INTEGER).optional(),
});

export const threadEndpoints = {
  getThread: endpoint({
    name: "getThread",
    method: "GET",
    path: "/v1/threads/{id}",
    access: "agentOrVisitor",
    scope: "conversations:read",
    errors: ["not_found"],
    folder,
    summary: "Read a thread",
    params: threadParams,
    response: thread,
    example: { response: samples.thread },
  }),
  addEvent: endpoint({
    name: "addEvent",
    method: "POST",
    path: "/v1/threads/{id}/events",
    access: "agentOrVisitor",
    scope: "conversations:write",
    errors: ["not_found", "already_exists", "conversation_closed"],
    limit: "messages",
    folder,
    summary: "Send a message",
    description:
      "201 for a new message; 200 with the stored one when the same id was sent before. A message for a thread that is already closed lands in the active one: the answer's threadId says which.",
    params: threadParams,
    body: addEventBody,
    response: event,
    statuses: [201, 200],
    example: {
      body: { id: "message-0001", text: "It left our house this morning." },
      response: samples.event,
    },
  }),
  listThreadEvents: endpoint({
    name: "listThreadEvents",
    method: "GET",
    path: "/v1/threads/{id}/events",
    access: "agentOrVisitor",
    scope: "conversations:read",
    errors: ["not_found"],
    folder,
    summary: "Read a thread's events in order",
    params: threadParams,
    query: eventsQuery,
    response: pageOf(event),
    example: { response: samplePage(samples.event) },
  }),
};

import type { PostmanRequest } from "./request.ts";

const byThreadId = { id: "{{thread_id}}" };
const message = { id: "message-{{run}}", text: "It left our house this morning." };

export const threads: PostmanRequest[] = [
  { endpoint: "getThread", params: byThreadId, status: 200 },
  { endpoint: "addEvent", params: byThreadId, body: message, token: "agent_token", status: 201 },
  {
    endpoint: "addEvent",
    name: "Send the same message again: nothing changes",
    params: byThreadId,
    body: message,
    token: "agent_token",
    status: 200,
  },
  {
    endpoint: "addEvent",
    name: "Send another text under the same id",
    params: byThreadId,
    body: { ...message, text: "Another text." },
    token: "agent_token",
    status: 409,
  },
  {
    endpoint: "addEvent",
    name: "Send a message as the visitor",
    params: byThreadId,
    body: { text: "Thank you!" },
    token: "session_token",
    status: 201,
  },
  {
    endpoint: "addEvent",
    name: "Write a private note",
    params: byThreadId,
    body: { text: "A regular customer.", visibility: "agents" },
    status: 201,
  },
  {
    endpoint: "addEvent",
    name: "Send an empty message",
    params: byThreadId,
    body: { text: "" },
    token: "session_token",
    status: 400,
  },
  { endpoint: "listThreadEvents", params: byThreadId, status: 200 },
  {
    endpoint: "listThreadEvents",
    name: "Read a thread's events as the visitor",
    params: byThreadId,
    query: { afterSeq: "0" },
    token: "session_token",
    status: 200,
    tests: [
      "pm.test('no private notes', () => pm.expect(answer.items.every(e => e.visibility === 'all')).to.be.true);",
    ],
  },
];

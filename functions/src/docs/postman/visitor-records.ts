import type { PostmanRequest } from "./request.ts";

const byId = { id: "{{visitor_id}}" };

/** What the company knows of the visitor who wrote before. */
export const visitors: PostmanRequest[] = [
  { endpoint: "listVisitors", query: { order: "asc" }, status: 200 },
  { endpoint: "getVisitor", params: byId, status: 200 },
  { endpoint: "updateVisitor", params: byId, body: { attributes: { plan: "pro" } }, status: 200 },
  { endpoint: "listVisitorConversations", params: byId, status: 200 },
  {
    endpoint: "addVisitorNote",
    params: byId,
    body: { text: "Prefers to be called in the morning." },
    status: 201,
    sets: { visitor_note_id: "id" },
  },
  { endpoint: "listVisitorNotes", params: byId, status: 200 },
  {
    endpoint: "deleteVisitorNote",
    params: { ...byId, noteId: "{{visitor_note_id}}" },
    status: 204,
  },
  {
    endpoint: "createConversation",
    body: { visitor: { name: "Otto" }, message: "Please call me back." },
    status: 201,
    sets: { begun_conversation_id: "id" },
  },
  {
    endpoint: "closeConversation",
    name: "Close the conversation that was begun from outside",
    params: { id: "{{begun_conversation_id}}" },
    status: 200,
  },
];

import { endpoints } from "@livechat/contract";
import type { PostmanRequest } from "./request.ts";

/** What a page does for its visitor beside the conversation itself. */
export const visitorCalls: PostmanRequest[] = [
  {
    endpoint: "startSession",
    name: "Start a session without a conversation",
    body: { startConversation: false },
    token: null,
    status: 201,
  },
  {
    endpoint: "leaveOfflineMessage",
    body: endpoints.leaveOfflineMessage.example?.body,
    token: null,
    status: 201,
  },
  { endpoint: "countGreetings", body: endpoints.countGreetings.example?.body, token: null, status: 204 },
];

export const identity: PostmanRequest[] = [
  { endpoint: "createIdentityKey", body: { name: "Shop" }, status: 201, sets: { identity_key_id: "id" } },
  { endpoint: "listIdentityKeys", status: 200 },
  {
    endpoint: "identify",
    name: "Identify with a token that nobody signed",
    body: endpoints.identify.example?.body,
    token: null,
    // By the widget: it takes no identities, or it enforces them.
    status: 409,
    orStatus: 401,
  },
  { endpoint: "deleteIdentityKey", params: { id: "{{identity_key_id}}" }, status: 204 },
];

const byConversationId = { id: "{{conversation_id}}" };

export const ratings: PostmanRequest[] = [
  {
    endpoint: "rateConversation",
    name: "Rate a conversation before it is closed",
    params: byConversationId,
    body: { score: 1 },
    token: "session_token",
    status: 409,
  },
  { endpoint: "listRatings", query: { groupId: "{{group_id}}" }, status: 200 },
  { endpoint: "getTranscript", params: byConversationId, query: { format: "html" }, status: 200 },
];

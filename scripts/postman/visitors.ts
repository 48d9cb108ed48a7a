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

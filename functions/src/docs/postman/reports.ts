import type { PostmanRequest } from "./request.ts";

/** What was done in the folders before. */
export const reports: PostmanRequest[] = [
  { endpoint: "getReport", params: { name: "total_chats" }, status: 200 },
  {
    endpoint: "getReport",
    name: "Ask for a report that there is not",
    params: { name: "horoscope" },
    status: 404,
  },
  { endpoint: "listConversationRows", status: 200 },
  {
    endpoint: "getLiveReport",
    name: "Read what happens now, as an agent",
    token: "agent_token",
    status: 200,
  },
];

import type { PostmanRequest } from "./request.ts";

const byId = { id: "{{api_key_id}}" };

/** A key from its making to its revocation. */
export const apiKeys: PostmanRequest[] = [
  {
    endpoint: "createApiKey",
    body: { name: "CRM sync {{run}}", scopes: ["tags:read"] },
    status: 201,
    sets: { api_key_id: "id", api_key: "secret" },
  },
  { endpoint: "listApiKeys", status: 200 },
  { endpoint: "listTags", name: "List tags with an API key", token: "api_key", status: 200 },
  {
    endpoint: "createTag",
    name: "Create a tag with a key that may only read",
    body: { name: "Refund {{run}}" },
    token: "api_key",
    status: 403,
  },
  { endpoint: "getApiKey", params: byId, status: 200 },
  { endpoint: "updateApiKey", params: byId, body: { name: "CRM" }, status: 200 },
  { endpoint: "deleteApiKey", params: byId, status: 204 },
  { endpoint: "listTags", name: "List tags with a revoked key", token: "api_key", status: 401 },
];

const byWebhookId = { id: "{{webhook_id}}" };
/** Nobody is there. A deployment refuses the address, unless its WEBHOOK_PRIVATE_HOSTS names it, as the local one's does. */
const hook = { url: "http://127.0.0.1:9/livechat", eventTypes: ["agent.deleted"] };

/** A webhook from its making to its end. */
export const webhooks: PostmanRequest[] = [
  {
    endpoint: "createWebhook",
    name: "Make a webhook to an address that leads nowhere",
    body: { ...hook, url: "https://livechat.invalid/hook" },
    status: 400,
  },
  { endpoint: "createWebhook", body: hook, status: 201, sets: { webhook_id: "id" } },
  { endpoint: "listWebhooks", status: 200 },
  { endpoint: "getWebhook", params: byWebhookId, status: 200 },
  { endpoint: "updateWebhook", params: byWebhookId, body: { description: "The CRM" }, status: 200 },
  { endpoint: "rotateWebhookSecret", params: byWebhookId, status: 200 },
  { endpoint: "testWebhook", params: byWebhookId, status: 200, sets: { delivery_id: "id" } },
  { endpoint: "listDeliveries", params: byWebhookId, query: { state: "failed" }, status: 200 },
  {
    endpoint: "retryDelivery",
    params: { ...byWebhookId, deliveryId: "{{delivery_id}}" },
    status: 200,
  },
  {
    endpoint: "replayWebhook",
    params: byWebhookId,
    body: { from: "2026-03-01T00:00:00Z", to: "2026-03-02T00:00:00Z" },
    status: 200,
  },
  { endpoint: "deleteWebhook", params: byWebhookId, status: 204 },
];

/** What happened. */
export const feed: PostmanRequest[] = [
  { endpoint: "readFeed", status: 200, sets: { feed_cursor: "nextCursor" } },
  {
    endpoint: "readFeed",
    name: "Read on from where the last call ended",
    query: { after: "{{feed_cursor}}", types: "message.*" },
    status: 200,
  },
];

const byBotId = { id: "{{bot_id}}" };
const asBot = { params: { id: "{{conversation_id}}" }, token: "bot_key", status: 409 } as const;
const inThread = { threadId: "{{thread_id}}" };

/** A bot from its making to its end; it has none of the conversations, and so may do nothing in them. */
export const bots: PostmanRequest[] = [
  {
    endpoint: "createBot",
    body: { name: "Robbie {{run}}", webhookUrl: hook.url },
    status: 201,
    sets: { bot_id: "id", bot_key: "apiKey" },
  },
  { endpoint: "listBots", status: 200 },
  { endpoint: "getBot", params: byBotId, status: 200 },
  { endpoint: "updateBot", params: byBotId, body: { replyDeadlineSeconds: 30 }, status: 200 },
  {
    endpoint: "addBotEvent",
    name: "Say something as a bot in a conversation that it does not have",
    ...asBot,
    body: { ...inThread, text: "Hello" },
  },
  { endpoint: "showBotTyping", ...asBot, body: inThread },
  { endpoint: "handOffConversation", ...asBot, body: { ...inThread, reason: "Wants a refund" } },
  { endpoint: "closeBotConversation", ...asBot, body: inThread },
  {
    endpoint: "requestPerson",
    name: "Ask for a person as an agent, which visitors do",
    params: { id: "{{conversation_id}}" },
    status: 403,
  },
  { endpoint: "deleteBot", params: byBotId, status: 204 },
  { endpoint: "restoreBot", params: byBotId, status: 200 },
];

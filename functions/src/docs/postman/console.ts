import type { PostmanRequest } from "./request.ts";

const byId = { id: "{{canned_response_id}}" };
const byConversationId = { id: "{{conversation_id}}" };
const shared = { shortcut: "hello-{{run}}", title: "Greeting", text: "Hello, how can I help?" };

/** Texts behind a shortcut, from their creation to their restoring. */
export const cannedResponses: PostmanRequest[] = [
  { endpoint: "createCannedResponse", body: shared, status: 201, sets: { canned_response_id: "id" } },
  { endpoint: "createCannedResponse", name: "Create one whose shortcut is taken", body: shared, status: 409 },
  { endpoint: "listCannedResponses", query: { q: "hello" }, status: 200 },
  { endpoint: "getCannedResponse", params: byId, status: 200 },
  { endpoint: "updateCannedResponse", params: byId, body: { title: "A greeting" }, status: 200 },
  { endpoint: "deleteCannedResponse", params: byId, status: 204 },
  { endpoint: "restoreCannedResponse", params: byId, status: 200 },
];

export const settings: PostmanRequest[] = [
  { endpoint: "getSettings", status: 200 },
  { endpoint: "updateSettings", body: { companyName: "Nordlicht Lamps" }, status: 200 },
  { endpoint: "getMySettings", status: 200 },
  { endpoint: "updateMySettings", body: { theme: "dark", sounds: { waiting: "ring" } }, status: 200 },
];

export const audit: PostmanRequest[] = [
  { endpoint: "listAudit", query: { action: "settings.updated" }, status: 200 },
  { endpoint: "listAudit", name: "Ask for the audit log as an agent", token: "agent_token", status: 403 },
];

export const drafts: PostmanRequest[] = [
  {
    endpoint: "saveDraft",
    params: byConversationId,
    body: { mode: "note", text: "Has called before", throughSeq: 1 },
    status: 200,
  },
  { endpoint: "getDraft", params: byConversationId, query: { mode: "note" }, status: 200 },
  { endpoint: "deleteDraft", params: byConversationId, query: { mode: "note" }, status: 204 },
];

export const notifications: PostmanRequest[] = [
  {
    endpoint: "listNotifications",
    token: "agent_token",
    status: 200,
    sets: { notification_id: "items[0].id" },
  },
  {
    endpoint: "readNotification",
    params: { id: "{{notification_id}}" },
    token: "agent_token",
    status: 200,
  },
  { endpoint: "readAllNotifications", token: "agent_token", status: 204 },
  { endpoint: "getPushKey", token: "agent_token", status: 200 },
  {
    endpoint: "createPushSubscription",
    body: {
      endpoint: "https://fcm.googleapis.com/fcm/send/{{run}}",
      keys: { p256dh: "a-key-of-a-browser-0000", auth: "another-key-00000" },
    },
    token: "agent_token",
    status: 201,
    sets: { push_id: "id" },
  },
  { endpoint: "deletePushSubscription", params: { id: "{{push_id}}" }, token: "agent_token", status: 204 },
];

/** A person whom nobody is, so that the run bans no visitor of its own; and what is found to be spam after all. */
export const bans: PostmanRequest[] = [
  {
    endpoint: "createBan",
    body: { externalId: "nuisance-{{run}}", reason: "Insults" },
    status: 201,
    sets: { ban_id: "id" },
  },
  {
    endpoint: "createBan",
    name: "Ban half of the internet",
    body: { address: "8.0.0.0/5", reason: "Insults" },
    status: 400,
  },
  { endpoint: "listBans", status: 200 },
  { endpoint: "getBan", params: { id: "{{ban_id}}" }, status: 200 },
  { endpoint: "deleteBan", params: { id: "{{ban_id}}" }, status: 204 },
  {
    endpoint: "bulkConversations",
    body: { ids: ["{{conversation_id}}", "nobody"], action: "tag", tagId: "{{tag_id}}" },
    status: 200,
    tests: [
      "pm.test('tells each', () => pm.expect(answer.results.map((one) => one.ok)).to.eql([true, false]));",
    ],
  },
  {
    endpoint: "markUnread",
    name: "Mark another's conversation as unread",
    params: byConversationId,
    status: 403,
  },
  { endpoint: "markSpam", params: byConversationId, status: 200 },
  { endpoint: "unmarkSpam", params: byConversationId, status: 200 },
];

const byViewId = { id: "{{view_id}}" };

/** A saved view, from its creation to its end. */
export const views: PostmanRequest[] = [
  {
    endpoint: "createView",
    body: { name: "Refunds", visibility: "everyone", filter: { status: "active", tagIds: ["{{tag_id}}"] } },
    status: 201,
    sets: { view_id: "id" },
  },
  { endpoint: "listViews", status: 200 },
  { endpoint: "updateView", params: byViewId, body: { sort: "newest" }, status: 200 },
  { endpoint: "listViewConversations", params: byViewId, query: { limit: "10" }, status: 200 },
  { endpoint: "deleteView", params: byViewId, status: 204 },
];

import { endpoints, type Folder } from "@livechat/contract";
import { audit, bans, cannedResponses, drafts, notifications, settings, views } from "./console.ts";
import { files } from "./files.ts";
import { apiKeys, bots, feed, webhooks } from "./integrations.ts";
import { reports } from "./reports.ts";
import type { PostmanRequest } from "./request.ts";
import { schedules } from "./schedules.ts";
import { threads } from "./threads.ts";
import { visitors } from "./visitor-records.ts";
import { identity, ratings, visitorCalls } from "./visitors.ts";
import { widgets } from "./widgets.ts";

type CollectionFolder = Exclude<Folder, "Health">;

const PASSWORD = "a-password-for-postman";
const agentBody = { name: "Anna Postman", email: "anna.{{run}}@livechat.test", password: PASSWORD };
const throwawayBody = { name: "Theo Postman", email: "theo.{{run}}@livechat.test", password: PASSWORD };
const signIn = { email: "{{admin_email}}", password: "{{admin_password}}" };

/** Makes the run's own names, so that it can be run again and again against the same system. */
const START_RUN = [
  'pm.collectionVariables.set("run", Date.now().toString(36) + Math.random().toString(36).slice(2, 8));',
];

/** Makes an agent whose password may be changed and who may be deleted, and signs it in. */
const MAKE_THROWAWAY = [
  'const url = pm.variables.replaceIn("{{base_url}}/v1");',
  'const header = { "Content-Type": "application/json", Authorization: pm.variables.replaceIn("Bearer {{jwt_token}}") };',
  `const raw = pm.variables.replaceIn(${JSON.stringify(JSON.stringify(throwawayBody))});`,
  "const body = { mode: 'raw', raw };",
  "pm.sendRequest({ url: url + '/agents', method: 'POST', header, body }, (error, created) => {",
  "  if (error) throw error;",
  '  pm.collectionVariables.set("throwaway_id", created.json().id);',
  "  const { email, password } = JSON.parse(raw);",
  "  const login = { mode: 'raw', raw: JSON.stringify({ email, password }) };",
  "  pm.sendRequest({ url: url + '/auth/login', method: 'POST', header, body: login }, (failure, signedIn) => {",
  "    if (failure) throw failure;",
  '    pm.collectionVariables.set("throwaway_token", signedIn.json().token);',
  "  });",
  "});",
];

const authentication: PostmanRequest[] = [
  {
    endpoint: "login",
    body: signIn,
    token: null,
    status: 200,
    before: START_RUN,
    sets: { jwt_token: "token", admin_id: "agent.id" },
  },
  {
    endpoint: "login",
    name: "Sign in with a wrong password",
    body: { email: "nobody.{{run}}@livechat.test", password: "wrong" },
    token: null,
    status: 401,
  },
  { endpoint: "me", status: 200 },
  { endpoint: "me", name: "Ask without a token", token: null, status: 401 },
  { endpoint: "firebaseToken", status: 200 },
  {
    endpoint: "login",
    name: "Sign in a second time",
    body: signIn,
    token: null,
    status: 200,
    sets: { other_token: "token" },
  },
  { endpoint: "listSessions", token: "other_token", status: 200 },
  { endpoint: "endSession", params: { id: "no-such-session" }, status: 204 },
  { endpoint: "logout", token: "other_token", status: 204 },
  { endpoint: "me", name: "Ask with the token that was signed out", token: "other_token", status: 401 },
  {
    endpoint: "changePassword",
    body: { currentPassword: PASSWORD, newPassword: "another-password-for-postman" },
    token: "throwaway_token",
    status: 204,
    before: MAKE_THROWAWAY,
  },
  { endpoint: "endOtherSessions", token: "throwaway_token", status: 204 },
];

const byAgentId = { id: "{{agent_id}}" };
const byThrowawayId = { id: "{{throwaway_id}}" };

const agents: PostmanRequest[] = [
  { endpoint: "createAgent", body: agentBody, status: 201, sets: { agent_id: "id" } },
  { endpoint: "createAgent", name: "Create an agent whose e-mail is taken", body: agentBody, status: 409 },
  { endpoint: "listAgents", query: { limit: "50" }, status: 200 },
  { endpoint: "listAgents", name: "List the supervisors", query: { role: "supervisor" }, status: 200 },
  { endpoint: "getAgent", params: byAgentId, status: 200 },
  { endpoint: "updateAgent", params: byAgentId, body: { maxConcurrentChats: 10 }, status: 200 },
  {
    endpoint: "inviteAgent",
    params: byAgentId,
    status: 200,
    sets: { invite_token: "url.split('token=')[1]" },
  },
  {
    endpoint: "acceptInvite",
    body: { token: "{{invite_token}}", password: PASSWORD },
    token: null,
    status: 200,
  },
  {
    endpoint: "acceptInvite",
    name: "Use the link a second time",
    body: { token: "{{invite_token}}", password: PASSWORD },
    token: null,
    status: 401,
  },
  { endpoint: "resetAgentPassword", params: byAgentId, status: 200 },
  {
    endpoint: "login",
    name: "Sign in as the new agent",
    body: { email: agentBody.email, password: PASSWORD },
    token: null,
    status: 200,
    sets: { agent_token: "token" },
  },
  {
    endpoint: "heartbeat",
    params: byAgentId,
    body: { consoleId: "postman" },
    token: "agent_token",
    status: 200,
  },
  {
    endpoint: "updateAgent",
    name: "Change one's own status",
    params: byAgentId,
    body: { status: "away" },
    token: "agent_token",
    status: 200,
    tests: ["pm.test('shows the status', () => pm.expect(answer.status).to.eql('away'));"],
  },
  {
    endpoint: "updateAgent",
    name: "Change one's own role, which only admins may",
    params: byAgentId,
    body: { role: "admin" },
    token: "agent_token",
    status: 403,
  },
  { endpoint: "getAgentStats", params: byAgentId, status: 200 },
  { endpoint: "deleteAgent", params: byThrowawayId, status: 204 },
  { endpoint: "getAgent", name: "Read a deleted agent", params: byThrowawayId, status: 404 },
  {
    endpoint: "getAgent",
    name: "Read a deleted agent as an admin",
    params: byThrowawayId,
    query: { includeDeleted: "true" },
    status: 200,
  },
  { endpoint: "restoreAgent", params: byThrowawayId, status: 200 },
];

const byGroupId = { id: "{{group_id}}" };
const groupBody = {
  name: "Postman {{run}}",
  description: "Made by a collection run",
  routingStrategy: "round_robin",
};

const groups: PostmanRequest[] = [
  { endpoint: "createGroup", body: groupBody, status: 201, sets: { group_id: "id" } },
  { endpoint: "createGroup", name: "Create a group whose name is taken", body: groupBody, status: 409 },
  { endpoint: "listGroups", status: 200 },
  { endpoint: "getGroup", params: byGroupId, status: 200 },
  { endpoint: "previewGroupRouting", params: byGroupId, status: 200 },
  { endpoint: "updateGroup", params: byGroupId, body: endpoints.updateGroup.example?.body, status: 200 },
  {
    endpoint: "addGroupAgents",
    params: byGroupId,
    body: { agentIds: ["{{agent_id}}", "{{throwaway_id}}"] },
    status: 200,
  },
  {
    endpoint: "addGroupAgents",
    name: "Put an unknown agent into a group",
    params: byGroupId,
    body: { agentIds: ["nobody"] },
    status: 404,
  },
  { endpoint: "removeGroupAgent", params: { ...byGroupId, agentId: "{{throwaway_id}}" }, status: 204 },
  {
    endpoint: "createGroup",
    name: "Create a second group",
    body: { name: "Postman second {{run}}" },
    status: 201,
    sets: { second_group_id: "id" },
  },
  { endpoint: "deleteGroup", params: { id: "{{second_group_id}}" }, status: 204 },
  { endpoint: "restoreGroup", params: { id: "{{second_group_id}}" }, status: 200 },
];

const byTagId = { id: "{{tag_id}}" };
const tagBody = { name: "postman-{{run}}", color: "#1A73E8" };

const tags: PostmanRequest[] = [
  { endpoint: "createTag", body: tagBody, status: 201, sets: { tag_id: "id" } },
  { endpoint: "createTag", name: "Create a tag whose name is taken", body: tagBody, status: 409 },
  { endpoint: "listTags", status: 200 },
  { endpoint: "getTag", params: byTagId, status: 200 },
  { endpoint: "updateTag", params: byTagId, body: endpoints.updateTag.example?.body, status: 200 },
  { endpoint: "deleteTag", params: byTagId, status: 204 },
  { endpoint: "restoreTag", params: byTagId, status: 200 },
  {
    endpoint: "createTag",
    name: "Create a second tag",
    body: { name: "postman-second-{{run}}" },
    status: 201,
    sets: { second_tag_id: "id" },
  },
  {
    endpoint: "mergeTag",
    params: { id: "{{second_tag_id}}" },
    body: { intoTagId: "{{tag_id}}" },
    status: 200,
  },
];

const widget: PostmanRequest[] = [
  { endpoint: "getWidgetConfig", token: null, status: 200 },
  {
    endpoint: "startSession",
    body: {
      visitor: { name: "Vera", email: "vera@example.com", locale: "en" },
      message: "Where is my order?",
      groupId: "{{group_id}}",
      metadata: { page: "/pricing" },
    },
    token: null,
    status: 201,
    sets: {
      session_token: "sessionToken",
      visitor_id: "visitorId",
      conversation_id: "conversationId",
      thread_id: "threadId",
    },
  },
  {
    endpoint: "startSession",
    name: "Resume the open conversation",
    body: { sessionToken: "{{session_token}}", message: "Are you there?" },
    token: null,
    status: 200,
  },
  ...visitorCalls,
  {
    endpoint: "startSession",
    name: "Start another visitor's conversation",
    body: { message: "Hello", groupId: "{{group_id}}" },
    token: null,
    status: 201,
    sets: { other_visitor_id: "visitorId" },
  },
  { endpoint: "endVisitorSession", params: { id: "{{other_visitor_id}}" }, status: 204 },
];

const byConversationId = { id: "{{conversation_id}}" };
const forced = { agentId: "{{agent_id}}", force: true };
const tagged = { ...byConversationId, tagId: "{{tag_id}}" };
const activeThread = { thread_id: "activeThreadId" };

const conversations: PostmanRequest[] = [
  { endpoint: "listConversations", query: { limit: "10" }, status: 200 },
  {
    endpoint: "listConversations",
    name: "List a group's waiting conversations",
    query: { status: "pending", groupId: "{{group_id}}" },
    status: 200,
  },
  { endpoint: "exportConversations", query: { from: "2026-01-01T00:00:00Z" }, status: 200 },
  { endpoint: "getConversation", params: byConversationId, status: 200, sets: activeThread },
  {
    endpoint: "getConversation",
    name: "Read one's own conversation as the visitor",
    params: byConversationId,
    token: "session_token",
    status: 200,
  },
  {
    endpoint: "getConversation",
    name: "Read an unknown conversation",
    params: { id: "unknown" },
    status: 404,
  },
  { endpoint: "listConversationEvents", params: byConversationId, status: 200 },
  { endpoint: "assignConversation", params: byConversationId, body: forced, status: 200, sets: activeThread },
  {
    endpoint: "assignConversation",
    name: "Assign again: nothing changes",
    params: byConversationId,
    body: forced,
    status: 200,
  },
  { endpoint: "getAssignment", params: byConversationId, status: 200 },
  { endpoint: "addConversationTag", params: tagged, status: 200 },
  { endpoint: "removeConversationTag", params: tagged, status: 200 },
  {
    endpoint: "updateConversation",
    params: byConversationId,
    body: { priority: "high", subject: "A refund" },
    status: 200,
  },
  {
    endpoint: "snoozeConversation",
    params: byConversationId,
    body: { until: "2099-01-01T09:00:00Z" },
    status: 200,
  },
  {
    endpoint: "snoozeConversation",
    name: "Snooze until a time that has passed",
    params: byConversationId,
    body: { until: "2020-01-01T09:00:00Z" },
    status: 400,
  },
  { endpoint: "unsnoozeConversation", params: byConversationId, status: 200 },
  { endpoint: "previewConversationRouting", params: byConversationId, status: 200 },
  {
    endpoint: "transferConversation",
    params: byConversationId,
    body: { groupId: "{{group_id}}", note: "Wants a refund." },
    status: 200,
  },
  {
    endpoint: "closeConversation",
    name: "Close a conversation as the visitor",
    params: byConversationId,
    token: "session_token",
    status: 200,
  },
  {
    endpoint: "assignConversation",
    name: "Assign a closed conversation",
    params: byConversationId,
    body: forced,
    status: 409,
  },
  { endpoint: "reopenConversation", params: byConversationId, status: 200, sets: activeThread },
  {
    endpoint: "assignConversation",
    name: "Assign the reopened conversation",
    params: byConversationId,
    body: forced,
    status: 200,
    sets: activeThread,
  },
];

const queue: PostmanRequest[] = [
  { endpoint: "getQueue", status: 200 },
  { endpoint: "getQueue", name: "Ask for the queue as an agent", token: "agent_token", status: 403 },
  {
    endpoint: "closeConversation",
    name: "Close a conversation as an admin",
    params: byConversationId,
    status: 200,
  },
  { endpoint: "getHealth", token: null, status: 200 },
];

/** The collection's folders, in the order in which they are run: later ones use what earlier ones made. */
export const folders: Readonly<Record<CollectionFolder, readonly PostmanRequest[]>> = {
  Authentication: authentication,
  Agents: agents,
  Groups: groups,
  Tags: tags,
  Schedules: schedules,
  Widgets: widgets,
  Widget: widget,
  Conversations: [...conversations, ...drafts],
  Visitors: visitors,
  Threads: threads,
  Files: files,
  Ratings: ratings,
  Identity: identity,
  Queue: queue,
  Reports: reports,
  "Canned responses": cannedResponses,
  Settings: settings,
  Notifications: notifications,
  "API keys": apiKeys,
  Bans: bans,
  Views: views,
  "Event feed": feed,
  Webhooks: webhooks,
  Bots: bots,
  Audit: audit,
};

const at = "2026-03-02T09:00:00.000Z";
const times = { createdAt: at, updatedAt: at };
const living = { isDeleted: false, deletedAt: null };

const ID = {
  agent: "anna0000000000000001",
  admin: "admin000000000000001",
  group: "sales000000000000001",
  tag: "refund00000000000001",
  visitor: "visitor0000000000001",
  conversation: "conversation00000001",
} as const;

const agent = {
  id: ID.agent,
  name: "Anna Berg",
  email: "anna@livechat.test",
  role: "agent",
  status: "online",
  acceptingChats: true,
  maxConcurrentChats: 5,
  activeChats: 1,
  groupIds: [ID.group],
  avatarUrl: null,
  lastAssignedAt: at,
  ...times,
  ...living,
};

const group = {
  id: ID.group,
  name: "Sales",
  description: "Questions before the purchase",
  routingStrategy: "round_robin",
  isDefault: true,
  agentIds: [ID.agent],
  settings: {
    answerDeadlineSeconds: null,
    visitorInactivitySeconds: null,
    agentGoneSeconds: null,
    maxQueueLength: null,
    priorities: {},
  },
  ...times,
  ...living,
};

const tag = { id: ID.tag, name: "Refund", color: "#1A73E8", ...times, ...living };

const conversation = {
  id: ID.conversation,
  visitorId: ID.visitor,
  groupId: ID.group,
  status: "active",
  assignedAgentId: ID.agent,
  activeThreadId: `${ID.conversation}-2`,
  tagIds: [ID.tag],
  lastMessage: { text: "Where is my order?", authorType: "visitor", createdAt: at },
  queue: null,
  lastSeq: 3,
  ...times,
  assignedAt: at,
  firstResponseAt: null,
  closedAt: null,
  metadata: { page: "/pricing" },
};

const closed = {
  ...conversation,
  status: "closed",
  assignedAgentId: null,
  activeThreadId: null,
  closedAt: at,
};
const waiting = {
  ...conversation,
  status: "pending",
  assignedAgentId: null,
  assignedAt: null,
  queue: { position: 1, queuedAt: at },
};

const thread = {
  id: `${ID.conversation}-2`,
  conversationId: ID.conversation,
  status: "active",
  agentId: ID.agent,
  previousThreadId: `${ID.conversation}-1`,
  nextThreadId: null,
  startedAt: at,
  endedAt: null,
};

const event = {
  id: "message-0001",
  conversationId: ID.conversation,
  threadId: `${ID.conversation}-2`,
  seq: 4,
  type: "message",
  authorType: "agent",
  authorId: ID.agent,
  text: "It left our house this morning.",
  systemType: null,
  visibility: "all",
  metadata: {},
  createdAt: at,
};

const firebase = {
  customToken: "eyJhbGciOiJSUzI1NiJ9.e30.signature",
  config: { apiKey: "api-key", authDomain: "my-project.firebaseapp.com", projectId: "my-project" },
};

const session = {
  sessionToken: `${ID.visitor}.a-secret-of-43-url-safe-characters-0123456789`,
  visitorId: ID.visitor,
  conversationId: ID.conversation,
  threadId: `${ID.conversation}-1`,
  status: "pending",
  firebase,
};

const assignment = {
  state: "assigned",
  attempts: 1,
  enqueuedAt: at,
  lastAttemptAt: at,
  lastError: null,
  decision: {
    strategy: "round_robin",
    reason: "Anna Berg was assigned longest ago.",
    candidates: [
      { agentId: ID.agent, eligible: true, refusedBecause: null, activeChats: 0, maxConcurrentChats: 5 },
    ],
    candidatesCapped: false,
    chosenAgentId: ID.agent,
    decidedAt: at,
  },
};

const groupQueue = {
  groupId: ID.group,
  groupName: "Sales",
  waitingTotal: 1,
  conversations: [{ conversationId: ID.conversation, visitorId: ID.visitor, position: 1, queuedAt: at }],
  oldestQueuedAt: at,
  oldestWaitSeconds: 12.5,
  agentsOnline: 3,
  freeSlots: 0,
};

const pageOf = (item: unknown) => ({ items: [item], nextPageToken: null });

const BODIES: Readonly<Record<string, unknown>> = {
  login: { email: "admin@livechat.test", password: "livechat-demo" },
  changePassword: { currentPassword: "livechat-demo", newPassword: "a better password" },
  createAgent: {
    name: "Anna Berg",
    email: "anna@livechat.test",
    password: "livechat-demo",
    maxConcurrentChats: 5,
  },
  updateAgent: { status: "online", acceptingChats: true },
  heartbeat: { consoleId: "console-1" },
  createGroup: {
    name: "Sales",
    description: "Questions before the purchase",
    routingStrategy: "round_robin",
  },
  updateGroup: { routingStrategy: "least_loaded" },
  addGroupAgents: { agentIds: [ID.agent] },
  createTag: { name: "Refund", color: "#1A73E8" },
  updateTag: { color: "#D93025" },
  startSession: {
    visitor: { name: "Vera", email: "vera@example.com", locale: "en" },
    message: "Where is my order?",
    metadata: { page: "/pricing" },
  },
  assignConversation: { agentId: ID.agent },
  transferConversation: { groupId: ID.group, note: "Wants a refund." },
  addEvent: { id: "message-0001", text: "It left our house this morning." },
};

const ANSWERS: Readonly<Record<string, unknown>> = {
  login: {
    token: "eyJhbGciOiJIUzI1NiJ9.e30.signature",
    tokenType: "Bearer",
    expiresIn: 604800,
    agent,
    firebase,
  },
  me: agent,
  firebaseToken: firebase,
  createAgent: agent,
  listAgents: pageOf(agent),
  getAgent: agent,
  getAgentStats: {
    activeChats: 1,
    assignedTotal: 12,
    closedTotal: 10,
    transferredOutTotal: 1,
    messagesSentTotal: 64,
    averageFirstResponseSeconds: 21.5,
    averageHandlingSeconds: 340,
  },
  updateAgent: agent,
  restoreAgent: agent,
  heartbeat: { agentId: ID.agent, status: "online", leaseExpiresAt: at, nextHeartbeatSeconds: 20 },
  createGroup: group,
  listGroups: pageOf(group),
  getGroup: group,
  updateGroup: { ...group, routingStrategy: "least_loaded" },
  restoreGroup: group,
  addGroupAgents: group,
  createTag: tag,
  listTags: pageOf(tag),
  getTag: tag,
  updateTag: { ...tag, color: "#D93025" },
  restoreTag: tag,
  startSession: session,
  getWidgetConfig: { available: true, maxMessageLengthChars: 16_000, locales: ["en", "de"] },
  listConversations: pageOf(conversation),
  getConversation: conversation,
  listConversationEvents: pageOf(event),
  assignConversation: conversation,
  transferConversation: waiting,
  closeConversation: closed,
  reopenConversation: waiting,
  addConversationTag: conversation,
  removeConversationTag: { ...conversation, tagIds: [] },
  getAssignment: assignment,
  getThread: thread,
  addEvent: event,
  listThreadEvents: pageOf(event),
  getQueue: { items: [groupQueue] },
  getHealth: { status: "ok", version: "api-00001-abc", region: "us-central1" },
};

/** What one may send to the endpoint of this name; undefined when it takes no body. */
export function bodyExample(name: string): unknown {
  return BODIES[name];
}

/** What the endpoint of this name may answer; undefined when it answers nothing. */
export function responseExample(name: string): unknown {
  return ANSWERS[name];
}

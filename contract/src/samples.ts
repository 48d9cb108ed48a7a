/** What the examples of the reference and of the Postman collection are made of: one small company. */
const at = "2026-03-02T09:00:00.000Z";
const times = { createdAt: at, updatedAt: at };
const living = { isDeleted: false, deletedAt: null };

const ids = {
  agent: "anna0000000000000001",
  admin: "admin000000000000001",
  group: "sales000000000000001",
  tag: "refund00000000000001",
  visitor: "visitor0000000000001",
  conversation: "conversation00000001",
} as const;

const agent = {
  id: ids.agent,
  name: "Anna Berg",
  email: "anna@livechat.test",
  role: "agent",
  status: "online",
  acceptingChats: true,
  maxConcurrentChats: 5,
  activeChats: 1,
  groupIds: [ids.group],
  avatarUrl: null,
  lastAssignedAt: at,
  ...times,
  ...living,
};

const group = {
  id: ids.group,
  name: "Sales",
  description: "Questions before the purchase",
  routingStrategy: "round_robin",
  isDefault: true,
  agentIds: [ids.agent],
  settings: {
    answerDeadlineSeconds: null,
    visitorInactivitySeconds: null,
    agentGoneSeconds: 60,
    maxQueueLength: null,
    priorities: {},
  },
  scheduleId: null,
  whenClosed: "offline",
  pauseDeadlinesWhenClosed: false,
  files: {
    visitors: "afterFirstReply",
    allowedTypes: ["image/*", "application/pdf"],
    maxBytes: 26_214_400,
    maxPerMessage: 10,
    maxPerHour: 20,
    expireAfterDays: null,
    scan: "off",
  },
  ...times,
  ...living,
};

const tag = { id: ids.tag, name: "Refund", color: "#1A73E8", ...times, ...living };

const conversation = {
  id: ids.conversation,
  visitorId: ids.visitor,
  groupId: ids.group,
  status: "active",
  channel: "chat",
  assignedAgentId: ids.agent,
  activeThreadId: `${ids.conversation}-2`,
  tagIds: [ids.tag],
  lastMessage: { text: "Where is my order?", authorType: "visitor", createdAt: at },
  queue: null,
  lastSeq: 3,
  ...times,
  assignedAt: at,
  firstResponseAt: null,
  closedAt: null,
  snoozedUntil: null,
  priority: "normal",
  subject: null,
  rating: null,
  isSpam: false,
  hasFiles: false,
  metadata: { page: "/pricing" },
};

/** Far enough for every example that names a time to come. */
const later = "2099-01-01T09:00:00.000Z";
const snoozed = { ...conversation, status: "snoozed", snoozedUntil: later };

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
  id: `${ids.conversation}-2`,
  conversationId: ids.conversation,
  status: "active",
  agentId: ids.agent,
  previousThreadId: `${ids.conversation}-1`,
  nextThreadId: null,
  startedAt: at,
  endedAt: null,
};

const event = {
  id: "message-0001",
  conversationId: ids.conversation,
  threadId: `${ids.conversation}-2`,
  seq: 4,
  type: "message",
  authorType: "agent",
  authorId: ids.agent,
  text: "It left our house this morning.",
  systemType: null,
  visibility: "all",
  metadata: {},
  files: [],
  mentions: [],
  createdAt: at,
};

const file = {
  id: "file0000000000000001",
  name: "screen.png",
  contentType: "image/png",
  sizeBytes: 48_213,
  width: null,
  height: null,
  altText: null,
  state: "ready",
  scan: "skipped",
  hasThumbnail: false,
  conversationId: ids.conversation,
  uploaderType: "visitor",
  uploaderId: ids.visitor,
  declaredContentType: "image/png",
  sha256: null,
  expiresAt: "2026-03-03T05:00:00.000Z",
  createdAt: at,
};

const newFile = { name: "screen.png", sizeBytes: 48_213, contentType: "image/png" };

const createdFile = {
  file: { ...file, state: "uploading" },
  upload: {
    url: "https://storage.googleapis.com/upload/storage/v1/b/my-project.firebasestorage.app/o?upload_id=...",
    method: "PUT",
    headers: { "Content-Type": "image/png" },
    expiresAt: "2026-03-03T05:00:00.000Z",
  },
};

const fileAddress = {
  url: "https://storage.googleapis.com/my-project.firebasestorage.app/files/...?X-Goog-Signature=...",
  expiresAt: "2026-03-02T09:05:00.000Z",
};

const firebase = {
  customToken: "eyJhbGciOiJSUzI1NiJ9.e30.signature",
  config: { apiKey: "api-key", authDomain: "my-project.firebaseapp.com", projectId: "my-project" },
};

const session = {
  sessionToken: `${ids.visitor}.a-secret-of-43-url-safe-characters-0123456789`,
  visitorId: ids.visitor,
  conversationId: ids.conversation,
  threadId: `${ids.conversation}-1`,
  status: "pending",
  channel: "chat",
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
      { agentId: ids.agent, eligible: true, refusedBecause: null, activeChats: 0, maxConcurrentChats: 5 },
    ],
    candidatesCapped: false,
    chosenAgentId: ids.agent,
    decidedAt: at,
  },
};

const routingPreview = { ...assignment.decision, groupId: ids.group, waitingBefore: 0 };

const groupQueue = {
  groupId: ids.group,
  groupName: "Sales",
  waitingTotal: 1,
  conversations: [{ conversationId: ids.conversation, visitorId: ids.visitor, position: 1, queuedAt: at }],
  oldestQueuedAt: at,
  oldestWaitSeconds: 12.5,
  agentsOnline: 3,
  freeSlots: 0,
};

export const samples = {
  at,
  ids,
  agent,
  group,
  tag,
  conversation,
  closed,
  later,
  snoozed,
  waiting,
  thread,
  event,
  file,
  newFile,
  createdFile,
  fileAddress,
  firebase,
  session,
  assignment,
  routingPreview,
  groupQueue,
};

/** A page of a list with one item. */
export const samplePage = (item: unknown) => ({ items: [item], nextPageToken: null });

import type { endpoints } from "@livechat/contract";
import type { CallerName, Company } from "./company.ts";

interface Sample {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
}

export interface Row {
  /** What is sent; `n` differs from call to call, for what must be unique. */
  send(ids: Company["ids"], n: number): Sample;
  /** The status by caller; whoever is not named gets `others`. */
  answers: Partial<Record<CallerName, number>>;
  others: number;
}

/** Callers without a valid token, wherever one is needed. */
const UNKNOWN = { nobody: 401, deletedAgent: 401, expiredToken: 401, revokedToken: 401 } as const;
const NO_VISITORS = { ...UNKNOWN, visitor: 403, otherVisitor: 403 } as const;

const nothing: Row["send"] = () => ({});

/** 200 (or what is given) for everyone. */
const open = (send: Row["send"], status = 200): Row => ({ send, answers: {}, others: status });

const anyAgent = (send: Row["send"], status = 200): Row => ({ send, answers: NO_VISITORS, others: status });

const adminsOnly = (send: Row["send"], status = 200): Row => ({
  send,
  answers: { ...NO_VISITORS, admin: status },
  others: 403,
});

const supervisorsOnly = (send: Row["send"], status = 200): Row => ({
  send,
  answers: { ...NO_VISITORS, supervisor: status, admin: status },
  others: 403,
});

/** Agents of the conversation's group, supervisors, admins and its own visitor. */
const whoeverSees = (send: Row["send"], answers: Row["answers"] = {}): Row => ({
  send,
  answers: { ...UNKNOWN, otherVisitor: 404, otherAgent: 403, ...answers },
  others: 200,
});

/** The owner, supervisors and admins. */
const whoeverSteers = (send: Row["send"], answers: Row["answers"] = {}): Row => ({
  send,
  answers: { ...NO_VISITORS, groupAgent: 403, otherAgent: 403, ...answers },
  others: 200,
});

const owner: Row["send"] = (ids) => ({ params: { id: ids.owner } });
const sales: Row["send"] = (ids) => ({ params: { id: ids.sales } });
const support: Row["send"] = (ids) => ({ params: { id: ids.support } });
const bot: Row["send"] = (ids) => ({ params: { id: ids.bot } });
const botsOnly = (send: Row["send"]): Row => ({ send, answers: NO_VISITORS, others: 403 });
const inThread = (ids: Company["ids"]) => ({
  params: { id: ids.conversation },
  body: { threadId: ids.thread },
});
const hook = { url: "http://127.0.0.1:9/", eventTypes: ["agent.deleted"] };
const webhook: Row["send"] = (ids) => ({ params: { id: ids.webhook } });
const tag: Row["send"] = (ids) => ({ params: { id: ids.tag } });
const schedule: Row["send"] = (ids) => ({ params: { id: ids.schedule } });
const widget: Row["send"] = (ids) => ({ params: { id: ids.widget } });
const conversation: Row["send"] = (ids) => ({ params: { id: ids.conversation } });
const ban: Row["send"] = (ids) => ({ params: { id: ids.ban } });
const view: Row["send"] = (ids) => ({ params: { id: ids.view } });
const key: Row["send"] = (ids) => ({ params: { id: ids.key } });
const vera: Row["send"] = (ids) => ({ params: { id: ids.visitor } });
const canned: Row["send"] = (ids) => ({ params: { id: ids.canned } });
const thread: Row["send"] = (ids) => ({ params: { id: ids.thread } });
const newFile = { name: "screen.png", sizeBytes: 1_000, contentType: "image/png" };
const readyFile: Row["send"] = (ids) => ({ params: { id: ids.readyFile } });
/** The uploader alone; for everybody else there is no such file. */
const uploaderOnly = (send: Row["send"]): Row => ({
  send,
  answers: { ...UNKNOWN, visitor: 200 },
  others: 404,
});
const tagged: Row["send"] = (ids) => ({ params: { id: ids.conversation, tagId: ids.tag } });

/** Who may call what, by the names of the contract's endpoints. */
export const ROLE_TABLE: Record<keyof typeof endpoints, Row> = {
  login: open((_, n) => ({ body: { email: `nobody${n}@livechat.test`, password: "wrong" } }), 401),
  acceptInvite: open(() => ({ body: { token: "wrong", password: "a password" } }), 401),
  me: anyAgent(nothing),
  logout: { send: nothing, answers: UNKNOWN, others: 204 },
  listSessions: anyAgent(nothing),
  endSession: anyAgent(() => ({ params: { id: "another" } }), 204),
  endOtherSessions: anyAgent(nothing, 204),
  endVisitorSession: {
    send: (ids) => ({ params: { id: ids.visitor } }),
    answers: { ...NO_VISITORS, supervisor: 204, admin: 204 },
    others: 403,
  },
  firebaseToken: { send: nothing, answers: UNKNOWN, others: 200 },
  // Their passwords are not known here, so nobody's current one is right.
  changePassword: anyAgent(() => ({ body: { currentPassword: "x", newPassword: "a new password" } }), 401),

  createAgent: adminsOnly(
    (_, n) => ({ body: { name: "New", email: `new${n}@livechat.test`, password: "a password" } }),
    201,
  ),
  listAgents: anyAgent(nothing),
  getAgent: anyAgent(owner),
  getAgentStats: { ...anyAgent(owner), answers: { ...NO_VISITORS, groupAgent: 403, otherAgent: 403 } },
  updateAgent: {
    send: (ids) => ({ params: { id: ids.owner }, body: { acceptingChats: false } }),
    answers: { ...NO_VISITORS, owner: 200, admin: 200 },
    others: 403,
  },
  inviteAgent: adminsOnly(owner),
  resetAgentPassword: adminsOnly(owner),
  deleteAgent: adminsOnly((ids) => ({ params: { id: ids.otherAgent } }), 204),
  restoreAgent: adminsOnly((ids) => ({ params: { id: ids.deleted } })),
  heartbeat: {
    send: (ids) => ({ params: { id: ids.owner }, body: { consoleId: "one" } }),
    answers: { ...NO_VISITORS, owner: 200 },
    others: 403,
  },

  createConversation: anyAgent(
    (_, n) => ({ body: { visitor: { name: `New ${n}` }, message: "Hello" } }),
    201,
  ),
  listVisitors: anyAgent(nothing),
  getVisitor: { ...anyAgent(vera), answers: { ...NO_VISITORS, otherAgent: 403 } },
  updateVisitor: {
    send: (ids) => ({ params: { id: ids.visitor }, body: { name: "Vera Muster" } }),
    answers: { ...NO_VISITORS, otherAgent: 403 },
    others: 200,
  },
  listVisitorNotes: { ...anyAgent(vera), answers: { ...NO_VISITORS, otherAgent: 403 } },
  addVisitorNote: {
    send: (ids, n) => ({ params: { id: ids.visitor }, body: { text: `Note ${n}` } }),
    answers: { ...NO_VISITORS, otherAgent: 403 },
    others: 201,
  },
  // The owner's note: who else may see the visitor may not delete it, but for those who supervise.
  deleteVisitorNote: {
    send: (ids) => ({ params: { id: ids.visitor, noteId: ids.visitorNote } }),
    answers: { ...NO_VISITORS, otherAgent: 403, groupAgent: 403 },
    others: 204,
  },
  listVisitorConversations: { ...anyAgent(vera), answers: { ...NO_VISITORS, otherAgent: 403 } },

  createGroup: adminsOnly((_, n) => ({ body: { name: `Group ${n}` } }), 201),
  listGroups: anyAgent(nothing),
  getGroup: anyAgent(sales),
  updateGroup: adminsOnly((ids) => ({ params: { id: ids.sales }, body: { description: "New" } })),
  deleteGroup: adminsOnly(support, 204),
  restoreGroup: adminsOnly(support),
  addGroupAgents: adminsOnly((ids) => ({ params: { id: ids.support }, body: { agentIds: [ids.owner] } })),
  removeGroupAgent: adminsOnly((ids) => ({ params: { id: ids.sales, agentId: ids.groupAgent } }), 204),

  createTag: adminsOnly((_, n) => ({ body: { name: `Tag ${n}` } }), 201),
  listTags: anyAgent(nothing),
  getTag: anyAgent(tag),
  updateTag: adminsOnly((ids) => ({ params: { id: ids.tag }, body: { color: "#000000" } })),
  deleteTag: adminsOnly(tag, 204),
  restoreTag: adminsOnly(tag),
  mergeTag: adminsOnly((ids) => ({ params: { id: ids.secondTag }, body: { intoTagId: ids.tag } })),

  createSchedule: adminsOnly(() => ({ body: { name: "Hours", timeZone: "UTC", weekly: [] } }), 201),
  listSchedules: anyAgent(nothing),
  getSchedule: anyAgent(schedule),
  updateSchedule: adminsOnly((ids) => ({ params: { id: ids.schedule }, body: { timeZone: "UTC" } })),
  deleteSchedule: adminsOnly(schedule, 204),
  restoreSchedule: adminsOnly(schedule),
  getScheduleState: anyAgent(schedule),

  createWidget: adminsOnly(() => ({ body: { name: "Shop" } }), 201),
  listWidgets: anyAgent(nothing),
  getWidget: anyAgent(widget),
  updateWidget: adminsOnly((ids) => ({ params: { id: ids.widget }, body: { sound: false } })),
  createWidgetLogo: adminsOnly((ids) => ({ params: { id: ids.widget }, body: newFile }), 201),
  publishWidget: adminsOnly(widget),
  discardWidget: adminsOnly(widget),
  deleteWidget: adminsOnly(widget, 204),
  restoreWidget: adminsOnly(widget),
  getWidgetCounts: anyAgent(widget),

  startSession: open(nothing, 201),
  leaveOfflineMessage: open(
    () => ({ body: { visitor: { email: "vera@example.com" }, message: "Do you ship to Norway?" } }),
    201,
  ),
  // The first widget takes no identities.
  identify: open(() => ({ body: { token: "a.b.c" } }), 409),
  createIdentityKey: adminsOnly(() => ({ body: {} }), 201),
  listIdentityKeys: adminsOnly(nothing),
  deleteIdentityKey: adminsOnly((ids) => ({ params: { id: ids.identityKey } }), 204),
  countGreetings: open(() => ({ body: { counts: [{ greetingId: "hello", type: "shown" }] } }), 204),
  getWidgetConfig: open(nothing),
  // A file of a conversation is no logo.
  getWidgetLogo: open((ids) => ({ params: { id: ids.sentFile } }), 404),

  listConversations: { send: nothing, answers: UNKNOWN, others: 200 },
  exportConversations: supervisorsOnly(nothing),
  getConversation: whoeverSees(conversation),
  listConversationEvents: whoeverSees(conversation),
  assignConversation: {
    send: (ids) => ({ params: { id: ids.waiting }, body: { agentId: ids.groupAgent } }),
    answers: { ...NO_VISITORS, owner: 403, otherAgent: 403 },
    others: 200,
  },
  updateConversation: whoeverSteers((ids) => ({
    params: { id: ids.conversation },
    body: { priority: "high" },
  })),
  snoozeConversation: whoeverSteers((ids) => ({
    params: { id: ids.conversation },
    body: { until: "2099-01-01T09:00:00Z" },
  })),
  unsnoozeConversation: whoeverSteers(conversation),
  previewConversationRouting: supervisorsOnly(conversation),
  previewGroupRouting: supervisorsOnly(sales),
  transferConversation: whoeverSteers((ids) => ({
    params: { id: ids.conversation },
    body: { groupId: ids.support },
  })),
  rateConversation: {
    send: (ids) => ({ params: { id: ids.closed }, body: { score: 1 } }),
    answers: { ...UNKNOWN, visitor: 404, otherVisitor: 404 },
    others: 403,
  },
  listRatings: { send: nothing, answers: { ...NO_VISITORS, supervisor: 200, admin: 200 }, others: 403 },
  getTranscript: whoeverSees(conversation),
  closeConversation: {
    send: conversation,
    answers: { ...UNKNOWN, otherVisitor: 404, groupAgent: 403, otherAgent: 403 },
    others: 200,
  },
  reopenConversation: {
    ...whoeverSees((ids) => ({ params: { id: ids.closed } }), { visitor: 403, otherVisitor: 403 }),
  },
  addConversationTag: whoeverSteers(tagged),
  removeConversationTag: whoeverSteers(tagged),
  getAssignment: whoeverSees(conversation, { visitor: 403, otherVisitor: 403 }),

  getThread: whoeverSees(thread),
  addEvent: {
    send: (ids) => ({ params: { id: ids.thread }, body: { text: "Hello" } }),
    answers: { ...UNKNOWN, otherVisitor: 404, groupAgent: 403, otherAgent: 403 },
    others: 201,
  },
  listThreadEvents: whoeverSees(thread),

  createConversationFile: {
    send: (ids) => ({ params: { id: ids.conversation }, body: newFile }),
    answers: { ...UNKNOWN, otherVisitor: 404, groupAgent: 403, otherAgent: 403 },
    others: 201,
  },
  createWidgetFile: {
    send: () => ({ body: newFile }),
    answers: { ...UNKNOWN, visitor: 201, otherVisitor: 201 },
    others: 403,
  },
  finishFile: uploaderOnly(readyFile),
  getFile: {
    send: (ids) => ({ params: { id: ids.sentFile } }),
    answers: { ...UNKNOWN, otherVisitor: 404, otherAgent: 403 },
    others: 302,
  },
  updateFile: uploaderOnly((ids) => ({ ...readyFile(ids, 0), body: { altText: "A crack" } })),
  deleteFile: {
    send: (ids) => ({ params: { id: ids.sentFile } }),
    answers: { ...NO_VISITORS, supervisor: 204, admin: 204 },
    others: 403,
  },
  createCannedResponse: {
    send: (_, n) => ({ body: { shortcut: `hello${n}`, title: "Greeting", text: "Hello" } }),
    answers: { ...NO_VISITORS, supervisor: 201, admin: 201 },
    others: 403,
  },
  listCannedResponses: anyAgent(nothing),
  getCannedResponse: anyAgent(canned),
  updateCannedResponse: supervisorsOnly((ids) => ({ params: { id: ids.canned }, body: { title: "New" } })),
  deleteCannedResponse: supervisorsOnly(canned, 204),
  restoreCannedResponse: supervisorsOnly(canned),
  getSettings: anyAgent(nothing),
  updateSettings: adminsOnly(() => ({ body: { companyName: "Nordlicht" } })),
  getMySettings: anyAgent(nothing),
  updateMySettings: anyAgent(() => ({ body: { theme: "dark" } })),
  getDraft: {
    send: (ids) => ({ params: { id: ids.conversation }, query: { mode: "note" } }),
    answers: { ...NO_VISITORS, otherAgent: 403 },
    // Nobody has begun to write one.
    others: 404,
  },
  saveDraft: whoeverSees(
    (ids) => ({ params: { id: ids.conversation }, body: { mode: "note", text: "Dear", throughSeq: 1 } }),
    { visitor: 403, otherVisitor: 403 },
  ),
  deleteDraft: {
    send: (ids) => ({ params: { id: ids.conversation }, query: { mode: "note" } }),
    answers: { ...NO_VISITORS, otherAgent: 403 },
    others: 204,
  },
  createView: anyAgent((_, n) => ({ body: { name: `View ${n}`, filter: { status: "active" } } }), 201),
  listViews: anyAgent(nothing),
  updateView: supervisorsOnly((ids) => ({ params: { id: ids.view }, body: { name: "New" } })),
  deleteView: supervisorsOnly(view, 204),
  listViewConversations: anyAgent(view),
  createPushSubscription: anyAgent(
    (_, n) => ({
      body: {
        endpoint: `https://fcm.googleapis.com/fcm/send/${n}`,
        keys: { p256dh: "a-key-of-a-browser-0000", auth: "another-key-00000" },
      },
    }),
    201,
  ),
  deletePushSubscription: anyAgent(() => ({ params: { id: "another" } }), 204),
  getPushKey: anyAgent(nothing),
  listNotifications: anyAgent(nothing),
  readNotification: {
    send: (ids) => ({ params: { id: ids.notification } }),
    answers: { ...NO_VISITORS, owner: 200 },
    others: 404,
  },
  readAllNotifications: anyAgent(nothing, 204),
  createBan: anyAgent((_, n) => ({ body: { externalId: `nuisance-${n}`, reason: "Insults" } }), 201),
  listBans: anyAgent(nothing),
  getBan: anyAgent(ban),
  deleteBan: {
    send: ban,
    answers: { ...NO_VISITORS, supervisor: 204, admin: 204 },
    others: 403,
  },
  markUnread: {
    send: conversation,
    answers: { ...NO_VISITORS, owner: 200 },
    others: 403,
  },
  bulkConversations: anyAgent((ids) => ({
    body: { ids: [ids.conversation], action: "tag", tagId: ids.tag },
  })),
  markSpam: whoeverSteers(conversation),
  unmarkSpam: whoeverSteers(conversation),
  listAudit: adminsOnly(nothing),

  getQueue: supervisorsOnly(nothing),
  getLiveReport: anyAgent(nothing),
  listConversationRows: anyAgent(nothing),
  getReport: anyAgent(() => ({ params: { name: "total_chats" } })),
  createApiKey: adminsOnly((_, n) => ({ body: { name: `Key ${n}`, scopes: ["tags:read"] } }), 201),
  listApiKeys: adminsOnly(nothing),
  getApiKey: adminsOnly(key),
  updateApiKey: adminsOnly((ids) => ({ params: { id: ids.key }, body: { name: "New" } })),
  deleteApiKey: adminsOnly(key, 204),

  readFeed: adminsOnly(nothing),
  createWebhook: adminsOnly(() => ({ body: hook }), 201),
  listWebhooks: adminsOnly(nothing),
  getWebhook: adminsOnly(webhook),
  updateWebhook: adminsOnly((ids) => ({ params: { id: ids.webhook }, body: { description: "New" } })),
  deleteWebhook: adminsOnly(webhook, 204),
  rotateWebhookSecret: adminsOnly(webhook),
  testWebhook: adminsOnly(webhook),
  listDeliveries: adminsOnly(webhook),
  retryDelivery: adminsOnly((ids) => ({ params: { id: ids.webhook, deliveryId: ids.delivery } })),
  replayWebhook: adminsOnly((ids) => ({
    params: { id: ids.webhook },
    body: { from: "2026-03-01T00:00:00Z", to: "2026-03-01T01:00:00Z" },
  })),

  createBot: adminsOnly((_, n) => ({ body: { name: `Bot ${n}`, webhookUrl: hook.url } }), 201),
  listBots: adminsOnly(nothing),
  getBot: adminsOnly(bot),
  updateBot: adminsOnly((ids) => ({ params: { id: ids.bot }, body: { replyDeadlineSeconds: 30 } })),
  deleteBot: adminsOnly(bot, 204),
  restoreBot: adminsOnly(bot),
  // Of a conversation that no bot has.
  addBotEvent: botsOnly((ids) => ({ ...inThread(ids), body: { ...inThread(ids).body, text: "Hello" } })),
  showBotTyping: botsOnly((ids) => inThread(ids)),
  handOffConversation: botsOnly((ids) => ({
    ...inThread(ids),
    body: { ...inThread(ids).body, reason: "Refund" },
  })),
  closeBotConversation: botsOnly((ids) => inThread(ids)),
  requestPerson: {
    send: (ids) => ({ params: { id: ids.conversation } }),
    answers: { ...UNKNOWN, visitor: 200, otherVisitor: 404 },
    others: 403,
  },

  getHealth: open(nothing),
};

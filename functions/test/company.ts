import { DEFAULT_FILES_SETTINGS, endpoints, LIMITS, type Session } from "@livechat/contract";
import jwt from "jsonwebtoken";
import type { Backend } from "./harness.ts";

/** Who may call. Every endpoint is called as each of them. */
export const CALLERS = [
  "nobody",
  "visitor",
  "otherVisitor",
  "groupAgent",
  "otherAgent",
  "owner",
  "supervisor",
  "admin",
  "deletedAgent",
  "expiredToken",
  "revokedToken",
] as const;
export type CallerName = (typeof CALLERS)[number];

function expiredToken(backend: Backend, agentId: string): string {
  const { config, now } = backend.ctx;
  const issuedAt = Math.floor(now().getTime() / 1000) - LIMITS.JWT_LIFETIME_SECONDS - 1;
  const claims = {
    sub: agentId,
    jti: "old",
    gen: 1,
    iat: issuedAt,
    exp: issuedAt + LIMITS.JWT_LIFETIME_SECONDS,
  };
  return jwt.sign(claims, config.jwtSecrets[0], { algorithm: "HS256" });
}

const ownedBy = ({ conversationId, visitorId, threadId }: Session) => ({
  conversationId,
  uploaderId: visitorId,
  threadId,
});

/**
 * A company at work: group Sales with Olivia, who owns Vera's conversation, and Anna; group Support with Ben; two
 * admins, so that one can be deleted; another visitor; and tokens that are no longer any good.
 */
export async function startCompany(backend: Backend) {
  const { people } = backend;
  // Addresses of files are signed for the present.
  backend.clock.advance((Date.now() - backend.clock.now().getTime()) / 1000);
  const files = { ...DEFAULT_FILES_SETTINGS, visitors: "on" } as const;
  const sales = await people.group("Sales", { isDefault: true, files });
  const support = await people.group("Support", { files });
  const admin = await people.agent("Ada", { role: "admin", status: "offline" });
  await people.agent("Alan", { role: "admin", status: "offline" });
  const supervisor = await people.agent("Sue", { role: "supervisor", status: "offline" });
  const owner = await people.agent("Olivia", { groupIds: [sales] });
  const groupAgent = await people.agent("Anna", { groupIds: [sales] });
  const otherAgent = await people.agent("Ben", { groupIds: [support] });
  const deleted = await people.agent("Dora", { groupIds: [support] });
  const leaving = await people.agent("Lena", { groupIds: [support] });
  const vera = await backend.startSession({ message: "Hello", groupId: sales });
  const otto = await backend.startSession({ groupId: support });
  const secondTag = await backend.call(endpoints.createTag, { as: admin.token, body: { name: "Returns" } });
  const tag = await backend.call(endpoints.createTag, { as: admin.token, body: { name: "Refund" } });
  const hours = { name: "Hours", timeZone: "Europe/Zurich", weekly: [] };
  const schedule = await backend.call(endpoints.createSchedule, { as: admin.token, body: hours });
  const widget = await backend.call(endpoints.createWidget, { as: admin.token, body: { name: "Shop" } });
  const identityKey = await backend.call(endpoints.createIdentityKey, { as: admin.token, body: {} });
  const ofWidget = { as: admin.token, params: { id: widget.body.id } };
  await backend.call(endpoints.publishWidget, ofWidget);
  await backend.call(endpoints.updateWidget, { ...ofWidget, body: { sound: false } });
  await backend.call(endpoints.deleteAgent, { as: admin.token, params: { id: deleted.id } });
  await backend.call(endpoints.logout, { as: leaving.token });
  const assigned = await backend.call(endpoints.assignConversation, {
    as: admin.token,
    params: { id: vera.conversationId },
    body: { agentId: owner.id, force: true },
  });
  const sent = await people.file("sent", { ...ownedBy(vera), state: "attached", eventId: "event-of-file" });
  const ready = await people.file("ready", ownedBy(vera));
  const past = await backend.startSession({ groupId: sales });
  await backend.call(endpoints.closeConversation, { as: admin.token, params: { id: past.conversationId } });
  const waiting = await backend.startSession({ groupId: sales });
  const canned = await backend.call(endpoints.createCannedResponse, {
    as: admin.token,
    body: { shortcut: "hello", title: "Greeting", text: "Hello" },
  });
  const key = await backend.call(endpoints.createApiKey, {
    as: admin.token,
    body: { name: "CRM sync", scopes: ["tags:read"] },
  });
  const ban = await backend.call(endpoints.createBan, {
    as: admin.token,
    body: { externalId: "nuisance", reason: "Insults" },
  });
  const view = await backend.call(endpoints.createView, {
    as: admin.token,
    body: { name: "Active", visibility: "everyone", filter: { status: "active" } },
  });
  // Nothing listens there: a test of it fails at once.
  const webhook = await backend.call(endpoints.createWebhook, {
    as: admin.token,
    body: { url: "http://127.0.0.1:9/", eventTypes: ["agent.deleted"] },
  });
  const bot = await backend.call(endpoints.createBot, {
    as: admin.token,
    body: { name: "Robbie", webhookUrl: "http://127.0.0.1:9/" },
  });
  const ping = await backend.call(endpoints.testWebhook, {
    as: admin.token,
    params: { id: webhook.body.id },
  });
  const visitorNote = await backend.call(endpoints.addVisitorNote, {
    as: owner.token,
    params: { id: vera.visitorId },
    body: { text: "Prefers to be called." },
  });
  const told = await backend.call(endpoints.listNotifications, { as: owner.token });
  const tokens: Record<CallerName, string | undefined> = {
    nobody: undefined,
    visitor: vera.sessionToken,
    otherVisitor: otto.sessionToken,
    groupAgent: groupAgent.token,
    otherAgent: otherAgent.token,
    owner: owner.token,
    supervisor: supervisor.token,
    admin: admin.token,
    deletedAgent: deleted.token,
    expiredToken: expiredToken(backend, owner.id),
    revokedToken: leaving.token,
  };
  return {
    tokens,
    ids: {
      sales,
      support,
      admin: admin.id,
      owner: owner.id,
      groupAgent: groupAgent.id,
      otherAgent: otherAgent.id,
      deleted: deleted.id,
      tag: tag.body.id,
      secondTag: secondTag.body.id,
      schedule: schedule.body.id,
      widget: widget.body.id,
      visitorNote: visitorNote.body.id,
      identityKey: identityKey.body.id,
      sentFile: sent,
      readyFile: ready,
      canned: canned.body.id,
      key: key.body.id,
      ban: ban.body.id,
      view: view.body.id,
      webhook: webhook.body.id,
      bot: bot.body.id,
      delivery: ping.body.id,
      notification: told.body.items[0]?.id ?? "",
      visitor: vera.visitorId,
      conversation: vera.conversationId,
      closed: past.conversationId,
      waiting: waiting.conversationId,
      thread: assigned.body.activeThreadId ?? "",
    },
  };
}

export type Company = Awaited<ReturnType<typeof startCompany>>;

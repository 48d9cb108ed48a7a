import { DEFAULT_AGENT_SETTINGS, type Notification } from "@livechat/contract";
import { z } from "zod";
import { isOpen } from "../../auth/agent-sessions.ts";
import type { Context } from "../../platform/context.ts";
import { sendPush } from "../../platform/push-sender.ts";
import { agentCredentials } from "../../store/agent-credentials.ts";
import { notificationRef, notifications } from "../../store/notifications.ts";
import { presences, type StoredPresence } from "../../store/presence.ts";
import { pushSubscriptions, pushSubscriptionsOf } from "../../store/push-subscriptions.ts";
import { settingsOfAgents } from "../../store/settings.ts";
import { isQuiet } from "./quiet-hours.ts";
import { unsubscribe, vapidKeys } from "./subscriptions.ts";

/** A task that says: look whether this notification is to be pushed. */
export const pushTask = z.strictObject({
  kind: z.literal("push"),
  agentId: z.string(),
  notificationId: z.string(),
});
export type PushTask = z.infer<typeof pushTask>;

/** What a push service says of an address that is gone, or that it will never take. */
const GONE = new Set([400, 401, 403, 404, 410]);
const isRefused = (status: number) => status >= 300;

/** Whether a console of the agent is on somebody's screen: then it tells, and nothing is pushed. */
function isLooking(presence: StoredPresence | null, now: string): boolean {
  if (!presence) return false;
  return Object.entries(presence.leases).some(([id, end]) => end > now && !presence.hidden.includes(id));
}

/** What is sent: where it leads, and what was written only for who wants that. */
function payloadOf({ id, type, conversationId, text, metadata }: Notification, pushText: boolean): string {
  const { agentName = "", name = "" } = metadata;
  return JSON.stringify({ id, type, conversationId, name: agentName || name, ...(pushText && { text }) });
}

async function findUnread({ agentId, notificationId }: PushTask, ctx: Context): Promise<Notification | null> {
  const found = notifications.parse(await notificationRef(ctx.db, agentId, notificationId).get());
  return found && !found.read ? found : null;
}

async function wantsPush(agentId: string, ctx: Context): Promise<{ pushText: boolean } | null> {
  const presence = await presences.get(ctx.db, agentId);
  if (isLooking(presence, ctx.now().toISOString())) return null;
  const chosen = await settingsOfAgents.get(ctx.db, agentId);
  const { push, pushText, quietHours } = DEFAULT_AGENT_SETTINGS;
  const isWanted = chosen?.push ?? push;
  if (!isWanted || isQuiet(chosen?.quietHours ?? quietHours, ctx.now())) return null;
  return { pushText: chosen?.pushText ?? pushText };
}

/** Those whose session goes on; the others are forgotten. */
async function liveSubscriptions(agentId: string, ctx: Context) {
  const [found, credentials] = await Promise.all([
    pushSubscriptionsOf(ctx.db, agentId).get(),
    agentCredentials.get(ctx.db, agentId),
  ]);
  const all = found.docs.map((doc) => ({ id: doc.id, ...pushSubscriptions.parseAll([doc])[0] }));
  const isLive = ({ sessionId }: { sessionId?: string }) =>
    credentials !== null && !credentials.isDeleted && isOpen(credentials.sessions[sessionId ?? ""], ctx);
  for (const { id } of all.filter((one) => !isLive(one))) await unsubscribe(id, agentId, ctx);
  return all.filter(isLive);
}

/**
 * Pushes a notification to the agent's browsers, unless it has been read, a console is visible, or the agent does not want
 * it now. An address that its push service refuses for good is forgotten.
 * @throws when a push service cannot be reached or is busy: the task comes again.
 */
export async function pushNotification(task: PushTask, ctx: Context): Promise<void> {
  const { agentId } = task;
  const [notification, wanted] = await Promise.all([findUnread(task, ctx), wantsPush(agentId, ctx)]);
  if (!notification || !wanted) return;
  const subscriptions = await liveSubscriptions(agentId, ctx);
  if (subscriptions.length === 0) return;
  const keys = await vapidKeys(ctx);
  const payload = payloadOf(notification, wanted.pushText);
  const subject = `https://${ctx.config.projectId}.web.app`;
  const busy: number[] = [];
  for (const { id, endpoint = "", keys: own } of subscriptions) {
    if (!own) continue;
    const status = await sendPush({ subscription: { endpoint, keys: own }, payload, keys, subject });
    if (GONE.has(status)) await unsubscribe(id, agentId, ctx);
    else if (isRefused(status)) busy.push(status);
  }
  if (busy.length > 0) throw new Error(`A push service answered ${busy.join(", ")}.`);
}

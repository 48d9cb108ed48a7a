import type { PushSubscription } from "@livechat/contract";
import type { AgentCaller } from "../../auth/caller.ts";
import type { Context } from "../../platform/context.ts";
import { ChatError } from "../../platform/error.ts";
import { makeVapidKeys, type VapidKeys } from "../../platform/push-sender.ts";
import { agents } from "../../store/agents.ts";
import {
  pushKeys,
  pushSubscriptionId,
  pushSubscriptions,
  pushSubscriptionsOf,
  VAPID,
} from "../../store/push-subscriptions.ts";
import { type Tx, transact } from "../../store/transact.ts";

/** Browsers of one agent: one more forgets the one that was subscribed first. */
const MAX_SUBSCRIPTIONS = 10;

/**
 * Whom browsers use. Nothing else is called, so that nobody makes the server call an address of their choice.
 * Sources: the endpoints that Chrome, Firefox, Safari and Edge hand out.
 */
const PUSH_SERVICES = [
  /(^|\.)fcm\.googleapis\.com$/,
  /(^|\.)push\.services\.mozilla\.com$/,
  /(^|\.)push\.apple\.com$/,
  /(^|\.)notify\.windows\.com$/,
];

function isPushService(endpoint: string, { emulators }: Context["config"]): boolean {
  const { protocol, hostname } = new URL(endpoint);
  if (emulators && hostname === "127.0.0.1") return true;
  return protocol === "https:" && PUSH_SERVICES.some((service) => service.test(hostname));
}

/** The company's key pair, made when it is first asked for. */
export async function vapidKeys(ctx: Context): Promise<VapidKeys> {
  const known = await pushKeys.get(ctx.db, VAPID);
  if (known) return known;
  const made = await makeVapidKeys();
  return transact(ctx, async (tx) => {
    const meanwhile = await tx.find(pushKeys, VAPID);
    if (!meanwhile) tx.create(pushKeys.ref(ctx.db, VAPID), { ...made });
    return meanwhile ?? made;
  });
}

/** @throws ChatError `validation` for an address of no push service, `not_allowed` for an API key. */
export async function subscribe(
  input: PushSubscription,
  caller: AgentCaller,
  ctx: Context,
): Promise<{ id: string }> {
  if (!isPushService(input.endpoint, ctx.config)) {
    const details = [{ path: "endpoint", message: "must be of a push service" }];
    throw new ChatError("validation", "endpoint: must be of a push service", { details });
  }
  if (caller.apiKey) throw new ChatError("not_allowed", "Pushes are for people.");
  const id = pushSubscriptionId(input.endpoint);
  const change = async (tx: Tx) => {
    const agent = await tx.needActive(agents, caller.id);
    const { docs } = await tx.get(pushSubscriptionsOf(ctx.db, caller.id));
    const others = docs.filter((doc) => doc.id !== id);
    const oldestFirst = others.toSorted((a, b) => (a.createTime.valueOf() < b.createTime.valueOf() ? -1 : 1));
    for (const doc of oldestFirst.slice(0, Math.max(0, others.length + 1 - MAX_SUBSCRIPTIONS))) {
      tx.delete(doc.ref);
    }
    const { id: agentId, sessionId } = caller;
    tx.set(pushSubscriptions.ref(ctx.db, id), { agentId, sessionId, ...input, createdAt: ctx.now() });
    if (!agent.hasPush) tx.update(agents.ref(ctx.db, agentId), { hasPush: true });
  };
  await transact(ctx, change, { repeatable: true });
  return { id };
}

/** Forgets a subscription of the agent; one that is not there, or another's, stays as it is. */
export function unsubscribe(id: string, agentId: string, ctx: Context): Promise<void> {
  return transact(ctx, async (tx) => {
    const { docs } = await tx.get(pushSubscriptionsOf(ctx.db, agentId));
    const own = docs.find((doc) => doc.id === id);
    if (!own) return;
    tx.delete(own.ref);
    if (docs.length === 1) tx.update(agents.ref(ctx.db, agentId), { hasPush: false });
  });
}

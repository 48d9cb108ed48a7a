import type { GroupQueue } from "@livechat/contract";
import { AggregateField } from "firebase-admin/firestore";
import { routingPoolsOf } from "../agent/with-derived.ts";
import type { Context } from "../platform/context.ts";
import { agents } from "../store/agents.ts";
import { conversations, waitingQuery } from "../store/conversations.ts";
import { groups, type StoredGroup } from "../store/groups.ts";

/** Waiting conversations shown per group; the total is counted. */
const SHOWN_CONVERSATIONS = 50;

async function readWaiting(groupId: string, ctx: Context) {
  const waiting = waitingQuery(ctx.db, groupId);
  const [count, first] = await Promise.all([
    waiting.count().get(),
    conversations.find(waiting.limit(SHOWN_CONVERSATIONS)),
  ]);
  const shown = first.flatMap(({ id: conversationId, visitorId, queue }, i) =>
    queue ? [{ conversationId, visitorId, position: i + 1, queuedAt: queue.queuedAt }] : [],
  );
  return { waitingTotal: Math.max(count.data().count, shown.length), conversations: shown };
}

/** Counted by the index: one read per 1,000 agents. Slots of agents who are forced beyond their limit count as none. */
async function readCapacity(groupId: string, ctx: Context) {
  const online = agents
    .all(ctx.db)
    .where("groupIds", "array-contains", groupId)
    .where("isDeleted", "==", false)
    .where("status", "==", "online");
  const free = agents.all(ctx.db).where("routingPools", "array-contains-any", routingPoolsOf(groupId));
  const [count, sum] = await Promise.all([
    online.count().get(),
    free.aggregate({ slots: AggregateField.sum("freeSlots") }).get(),
  ]);
  return { agentsOnline: count.data().count, freeSlots: sum.data().slots };
}

async function readGroupQueue(group: StoredGroup, ctx: Context): Promise<GroupQueue> {
  const [waiting, capacity] = await Promise.all([readWaiting(group.id, ctx), readCapacity(group.id, ctx)]);
  const oldestQueuedAt = waiting.conversations[0]?.queuedAt ?? null;
  const waitedMillis = oldestQueuedAt ? ctx.now().getTime() - Date.parse(oldestQueuedAt) : null;
  return {
    groupId: group.id,
    groupName: group.name,
    ...waiting,
    oldestQueuedAt,
    oldestWaitSeconds: waitedMillis === null ? null : Math.max(0, waitedMillis / 1000),
    ...capacity,
  };
}

/** Who waits, per group, in order, with the capacity that there is. */
export async function readQueue(ctx: Context): Promise<{ items: GroupQueue[] }> {
  const active = await groups.find(groups.all(ctx.db).where("isDeleted", "==", false));
  const byName = active.toSorted((a, b) => a.name.localeCompare(b.name));
  return { items: await Promise.all(byName.map((group) => readGroupQueue(group, ctx))) };
}

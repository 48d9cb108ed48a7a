import type { Context } from "../platform/context.ts";
import { enqueuePushLater } from "../queue/enqueue.ts";
import { agents } from "../store/agents.ts";
import { conversations, type StoredConversation, waitingQuery } from "../store/conversations.ts";
import { groups } from "../store/groups.ts";
import { notificationRef, notify } from "../store/notifications.ts";
import type { StoredSummary } from "../store/queue-summaries.ts";
import { type Tx, transact } from "../store/transact.ts";

export const LONG_WAIT = {
  /** Who waits so long is told to the group. */
  SECONDS: 120,
  /** A sweep that comes so late still tells. */
  LATE_SECONDS: 180,
  /** Of a group's agents so many are looked at: consoles that are open show the queue to all of them anyway. */
  MAX_AGENTS: 20,
  /** Of one queue, in one sweep. */
  MAX_CONVERSATIONS: 10,
} as const;

/** The same for each wait, so that whoever was told of it is not told again. */
const idOf = (conversationId: string, queuedAt: string): string =>
  `waiting-${conversationId}-${Date.parse(queuedAt)}`;

/** Those of the group who are at work, and have not been told yet. */
async function whoIsToBeTold(tx: Tx, { groupId, id }: { groupId: string; id: string }, ctx: Context) {
  const group = await tx.need(groups, groupId);
  const ids = group.agentIds.slice(0, LONG_WAIT.MAX_AGENTS);
  if (ids.length === 0) return [];
  const found = await tx.getAll(...ids.map((agentId) => agents.ref(ctx.db, agentId)));
  const team = found.flatMap((snapshot) => agents.parse(snapshot) ?? []);
  const there = team.filter(
    ({ kind, isDeleted, status }) => kind !== "bot" && !isDeleted && status !== "offline",
  );
  if (there.length === 0) return [];
  const told = await tx.getAll(...there.map(({ id: agentId }) => notificationRef(ctx.db, agentId, id)));
  return there.filter((_, at) => !told[at]?.exists);
}

async function tellOf({ id: conversationId, queue }: StoredConversation, ctx: Context): Promise<void> {
  await transact(ctx, async (tx) => {
    const conversation = await tx.find(conversations, conversationId);
    if (!conversation?.queue || conversation.queue.queuedAt !== queue?.queuedAt) return;
    const { groupId, lastMessage } = conversation;
    const id = idOf(conversationId, conversation.queue.queuedAt);
    for (const { id: agentId, hasPush } of await whoIsToBeTold(tx, { groupId, id }, ctx)) {
      const told = { type: "waiting", conversationId, text: lastMessage?.text ?? "", metadata: {} } as const;
      notify(tx, ctx.db, { ...told, id, agentId, at: ctx.now() });
      if (hasPush) tx.afterCommit(() => enqueuePushLater(agentId, id, ctx));
    }
  });
}

/**
 * Tells the agents of a group who are at work of conversations that have waited for long: once for each wait, in the list
 * of notifications, and by push to those who have no console in sight. Costs nothing while nobody has waited so long.
 * @returns how many conversations were looked at.
 */
export async function tellLongWaits({ groupId, queuedAt }: StoredSummary, ctx: Context): Promise<number> {
  const latest = ctx.now().getTime() - LONG_WAIT.SECONDS * 1000;
  const earliest = latest - LONG_WAIT.LATE_SECONDS * 1000;
  const isDue = (at: string) => Date.parse(at) > earliest && Date.parse(at) <= latest;
  if (!queuedAt.some(isDue)) return 0;
  const due = waitingQuery(ctx.db, groupId)
    .where("queue.queuedAt", ">", new Date(earliest))
    .where("queue.queuedAt", "<=", new Date(latest))
    .limit(LONG_WAIT.MAX_CONVERSATIONS);
  const found = await conversations.find(due);
  for (const conversation of found) await tellOf(conversation, ctx);
  return found.length;
}

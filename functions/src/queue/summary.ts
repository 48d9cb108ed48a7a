import type { Context } from "../platform/context.ts";
import { waitingQuery } from "../store/conversations.ts";
import { queueSummaries } from "../store/queue-summaries.ts";
import { enqueueSummaryLater } from "./enqueue.ts";

/** Visitors further behind ask the API, which counts. */
const SUMMARY_PLACES = 20;
/** Arrivals write the summary at most this often: Firestore sustains about one write a second to one document. */
const ARRIVALS_EVERY_MILLIS = 1_000;

async function countWaiting(groupId: string, ctx: Context): Promise<number> {
  return (await waitingQuery(ctx.db, groupId).count().get()).data().count;
}

/**
 * Writes the group's summary anew: one write however many wait. Concurrent changes may leave it a moment behind; each
 * of them writes it again. The API counts exactly.
 */
async function refreshSummary(groupId: string, ctx: Context): Promise<void> {
  const [waiting, first] = await Promise.all([
    countWaiting(groupId, ctx),
    waitingQuery(ctx.db, groupId).select("queue.queuedAt").limit(SUMMARY_PLACES).get(),
  ]);
  const queuedAt = first.docs.map((doc) => doc.get("queue.queuedAt"));
  await queueSummaries.ref(ctx.db, groupId).set({ groupId, waiting, queuedAt, updatedAt: ctx.now() });
}

/**
 * An arrival changes nobody else's place, and behind a full summary it changes only the number. Arrivals within a second
 * of the last write are written together, by one task.
 */
async function addToSummary(groupId: string, ctx: Context): Promise<void> {
  const summary = await queueSummaries.get(ctx.db, groupId);
  const writableAt = summary ? Date.parse(summary.updatedAt) + ARRIVALS_EVERY_MILLIS : 0;
  if (summary && ctx.now().getTime() < writableAt) {
    return enqueueSummaryLater(groupId, summary.updatedAt, new Date(writableAt), ctx);
  }
  if (!summary || summary.queuedAt.length < SUMMARY_PLACES) return refreshSummary(groupId, ctx);
  const waiting = await countWaiting(groupId, ctx);
  await queueSummaries.ref(ctx.db, groupId).update({ waiting, updatedAt: ctx.now() });
}

/** Writes the summary unless it has been written since the time that the task names. */
export async function refreshSummaryOnce(
  { groupId, summaryOf }: { groupId: string; summaryOf: string },
  ctx: Context,
): Promise<void> {
  const summary = await queueSummaries.get(ctx.db, groupId);
  if (!summary || summary.updatedAt === summaryOf) await refreshSummaryLater(groupId, ctx);
}

/** Whether the summary shows an empty queue: wrong while a conversation waits. */
export async function showsEmptyQueue(groupId: string, ctx: Context): Promise<boolean> {
  const summary = await queueSummaries.get(ctx.db, groupId);
  return summary === null || summary.waiting === 0;
}

/** The summary is for display only: when the write fails, the next change or the sweep writes it. */
async function orLater(groupId: string, write: Promise<void>, ctx: Context): Promise<void> {
  try {
    await write;
  } catch (error) {
    ctx.log.error("A queue's summary could not be written; the sweep repairs it.", { groupId, error });
  }
}

/** Writes the summary after a commit that took conversations out of the queue. */
export function refreshSummaryLater(groupId: string, ctx: Context): Promise<void> {
  return orLater(groupId, refreshSummary(groupId, ctx), ctx);
}

/** Writes the summary after an arrival, at once or up to a second later. */
export function addToSummaryLater(groupId: string, ctx: Context): Promise<void> {
  return orLater(groupId, addToSummary(groupId, ctx), ctx);
}

import type { Context } from "../platform/context.ts";
import { refreshSummaryLater } from "../queue/summary.ts";
import { waitingQuery } from "../store/conversations.ts";
import { assignBatch, type BatchRequest, type BatchResult } from "./assign-batch.ts";
import { isAnyAgentFree } from "./candidates.ts";
import { DrainLease, isBeingDrained } from "./drain-lease.ts";

/** A conversation that waits for longer than tasks usually take may stand in the queue's summary. */
const SHOWN_AFTER_MILLIS = 1_000;

export interface Drained {
  readonly assigned: number;
  /** `busy`: another drain is running and takes what waits here along; `waiting`: nobody is free for what still waits. */
  readonly outcome: "done" | "waiting" | "busy";
}

type Way = Pick<BatchRequest, "groupId" | "size" | "onlyIfAlone">;

/** Assigns batch after batch, until nothing waits or nobody is free; under a lease, while it is kept. */
async function assignAll(way: Way, lease: DrainLease | null, ctx: Context): Promise<BatchResult> {
  let cursor: BatchRequest["cursor"] = null;
  let [assigned, waitedMillis] = [0, 0];
  for (;;) {
    const batch = await assignBatch({ ...way, cursor }, ctx);
    assigned += batch.assigned;
    waitedMillis = Math.max(waitedMillis, batch.waitedMillis);
    const isOver = batch.outcome !== "more" || (lease && !(await lease.keep()));
    if (isOver) return { ...batch, assigned, waitedMillis };
    cursor = batch.cursor;
  }
}

/** The usual case: one conversation waits, and one transaction assigns it. */
async function fastPath(groupId: string, ctx: Context): Promise<BatchResult> {
  const alone = await assignAll({ groupId, size: 2, onlyIfAlone: true }, null, ctx);
  // Assigned at once, it never stood in the summary: the usual case costs no write for it.
  const wasShown = alone.assigned > 0 && alone.waitedMillis > SHOWN_AFTER_MILLIS;
  if (wasShown) await refreshSummaryLater(groupId, ctx);
  return alone;
}

async function isAnybodyWaiting(groupId: string, ctx: Context): Promise<boolean> {
  return !(await waitingQuery(ctx.db, groupId).limit(1).get()).empty;
}

/**
 * Looks at the queue again, without the lease. A task that came while the lease was held went away, trusting this drain,
 * and may have come after its last batch. @returns how many it assigned.
 */
async function recheck(way: Way, ctx: Context): Promise<number> {
  const { groupId } = way;
  if (await isBeingDrained(groupId, null, ctx)) return 0;
  if (!(await isAnybodyWaiting(groupId, ctx))) return 0;
  if (!(await isAnyAgentFree(groupId, ctx))) return 0;
  return (await assignAll(way, null, ctx)).assigned;
}

async function drainUnderLease(groupId: string, holder: string, ctx: Context): Promise<Drained> {
  const way = { groupId, size: ctx.config.assignBatchConversations, onlyIfAlone: false };
  const lease = await DrainLease.take(groupId, holder, ctx);
  if (!lease) return { assigned: 0, outcome: "busy" };
  let { assigned } = await assignAll(way, lease, ctx);
  await lease.release();
  assigned += await recheck(way, ctx);
  if (assigned > 0) await refreshSummaryLater(groupId, ctx);
  return { assigned, outcome: "waiting" };
}

/**
 * Assigns the waiting conversations of a group, the longest-waiting first, until nothing waits or nobody is free. Safe to
 * call at any time, any number of times, at once.
 * @param holder names the caller across its retries, so that a retry takes over the lease of its dead first attempt.
 */
export async function drain(groupId: string, holder: string, ctx: Context): Promise<Drained> {
  const alone = await fastPath(groupId, ctx);
  if (alone.outcome === "crowded") {
    if (await isBeingDrained(groupId, holder, ctx)) return { assigned: alone.assigned, outcome: "busy" };
    if (!(await isAnyAgentFree(groupId, ctx))) return { assigned: alone.assigned, outcome: "waiting" };
    return drainUnderLease(groupId, holder, ctx);
  }
  const waits = alone.outcome === "exhausted" || alone.skipped > 0;
  return { assigned: alone.assigned, outcome: waits ? "waiting" : "done" };
}

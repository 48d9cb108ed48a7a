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
  /** `busy`: another drain is running and also assigns what waits here; `waiting`: nobody is free for what still waits. */
  readonly outcome: "done" | "waiting" | "busy";
}

/** What all batches of a drain have in common. */
type Batches = Pick<BatchRequest, "groupId" | "size" | "onlyIfAlone">;

/** Assigns batch after batch, until nothing waits or nobody is free; under a lease, while it is kept. */
async function assignAll(batches: Batches, lease: DrainLease | null, ctx: Context): Promise<BatchResult> {
  let cursor: BatchRequest["cursor"] = null;
  let [assigned, waitedMillis] = [0, 0];
  for (;;) {
    const batch = await assignBatch({ ...batches, cursor }, ctx);
    assigned += batch.assigned;
    waitedMillis = Math.max(waitedMillis, batch.waitedMillis);
    const isOver = batch.outcome !== "more" || (lease && !(await lease.keep()));
    if (isOver) return { ...batch, assigned, waitedMillis };
    cursor = batch.cursor;
  }
}

/** The usual case: one conversation waits, and one transaction assigns it. */
async function fastPath(groupId: string, ctx: Context): Promise<BatchResult> {
  const result = await assignAll({ groupId, size: 2, onlyIfAlone: true }, null, ctx);
  // Assigned at once, it never stood in the summary: the usual case costs no write for it.
  const wasShown = result.assigned > 0 && result.waitedMillis > SHOWN_AFTER_MILLIS;
  if (wasShown) await refreshSummaryLater(groupId, ctx);
  return result;
}

async function isAnybodyWaiting(groupId: string, ctx: Context): Promise<boolean> {
  return !(await waitingQuery(ctx.db, groupId).limit(1).get()).empty;
}

/**
 * Looks at the queue again, without the lease. A task that comes while the lease is held does nothing, because this
 * drain assigns its conversation too. It may have come after the last batch. @returns how many it assigned.
 */
async function recheck(batches: Batches, ctx: Context): Promise<number> {
  const { groupId } = batches;
  if (await isBeingDrained(groupId, null, ctx)) return 0;
  if (!(await isAnybodyWaiting(groupId, ctx))) return 0;
  if (!(await isAnyAgentFree(groupId, ctx))) return 0;
  return (await assignAll(batches, null, ctx)).assigned;
}

async function drainUnderLease(groupId: string, holder: string, ctx: Context): Promise<Drained> {
  const batches = { groupId, size: ctx.config.assignBatchConversations, onlyIfAlone: false };
  const lease = await DrainLease.take(groupId, holder, ctx);
  if (!lease) return { assigned: 0, outcome: "busy" };
  let { assigned } = await assignAll(batches, lease, ctx);
  await lease.release();
  assigned += await recheck(batches, ctx);
  if (assigned > 0) await refreshSummaryLater(groupId, ctx);
  return { assigned, outcome: "waiting" };
}

/**
 * Assigns the waiting conversations of a group, the longest-waiting first, until nothing waits or nobody is free. Safe to
 * call at any time, any number of times, at once.
 * @param holder names the caller across its retries, so that a retry takes over the lease of its dead first attempt.
 */
export async function drain(groupId: string, holder: string, ctx: Context): Promise<Drained> {
  const fast = await fastPath(groupId, ctx);
  if (fast.outcome === "crowded") {
    if (await isBeingDrained(groupId, holder, ctx)) return { assigned: fast.assigned, outcome: "busy" };
    if (!(await isAnyAgentFree(groupId, ctx))) return { assigned: fast.assigned, outcome: "waiting" };
    return drainUnderLease(groupId, holder, ctx);
  }
  const waits = fast.outcome === "exhausted" || fast.skipped > 0;
  return { assigned: fast.assigned, outcome: waits ? "waiting" : "done" };
}

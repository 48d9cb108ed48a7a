import type { Context } from "../platform/context.ts";
import { noteLapse } from "../presence/note-lapse.ts";
import { refreshBoardLater } from "../queue/summary.ts";
import { waitingQuery } from "../store/conversations.ts";
import { assignBatch, type BatchRequest, type BatchResult } from "./assign-batch.ts";
import { type Behind, nextPage } from "./behind.ts";
import { DrainLease, isBeingDrained } from "./drain-lease.ts";
import { someoneIsFree } from "./read-candidates.ts";

/** Who waits for longer than tasks usually take may stand on the queue's board. */
const SHOWN_AFTER_MILLIS = 1_000;

export interface Drained {
  readonly assigned: number;
  /** `busy`: another drainer is at it and takes what waits here along; `waiting`: somebody waits, nobody is free. */
  readonly outcome: "done" | "waiting" | "busy";
}

/**
 * The fewer heads, the seldomer one of them changes meanwhile: many visitors who write all the time slow a drain down and
 * do not stop it. Others change a single head (a visitor writes, somebody claims it) more often than this in a
 * row only by a mistake.
 */
const MAX_OUTRUNS = 50;

async function assignUnchanged(request: BatchRequest, ctx: Context): Promise<BatchResult> {
  let { maxHeads } = request;
  for (let outruns = 0; outruns < MAX_OUTRUNS; outruns++) {
    const result = await assignBatch({ ...request, maxHeads }, ctx);
    if (result.state !== "outrun") return result;
    if (!request.onlyIfAlone) maxHeads = Math.max(1, Math.floor(maxHeads / 2));
  }
  throw new Error("The head of the queue never stands still.");
}

/**
 * Agents whose lease ended are noted as away, so that the next query does not find them again. Who came back before
 * that was left out by the batch, and nobody else would look again: then there is more to do.
 */
async function assignAndNote(request: BatchRequest, ctx: Context): Promise<BatchResult> {
  const result = await assignUnchanged(request, ctx);
  let isBack = false;
  for (const agentId of result.lapsedIds) if ((await noteLapse(agentId, ctx)) === "live") isBack = true;
  return isBack ? { ...result, state: "more", last: undefined } : result;
}

/** The usual case: one conversation waits, and one transaction assigns it. */
async function drainAlone(groupId: string, ctx: Context): Promise<BatchResult> {
  for (;;) {
    const result = await assignAndNote({ groupId, maxHeads: 2, onlyIfAlone: true }, ctx);
    if (result.state !== "more" && result.state !== "overtaken") return result;
  }
}

/** Would go on for ever; the sizes of the queries exclude it. */
function isStuck({ assigned, lapsedIds, last }: BatchResult): boolean {
  return assigned === 0 && lapsedIds.length === 0 && last === undefined;
}

/**
 * Once through the queue, past those whom everyone free has let go by, and back to the head when one of them may have
 * somebody after all. @returns how many were assigned.
 */
async function drainAll(groupId: string, lease: DrainLease | null, ctx: Context): Promise<number> {
  const maxHeads = ctx.config.assignBatchConversations;
  let assigned = 0;
  let behind: Behind | undefined;
  for (;;) {
    if (lease && !(await lease.keep())) return assigned;
    const result = await assignAndNote({ groupId, maxHeads, behind }, ctx);
    assigned += result.assigned;
    if (result.state === "overtaken") behind = undefined;
    else if (result.state !== "more") return assigned;
    else if (isStuck(result)) throw new Error("A batch neither assigned anything nor found out why not.");
    else behind = nextPage(behind, result);
  }
}

async function somebodyWaits(groupId: string, ctx: Context): Promise<boolean> {
  return !(await waitingQuery(ctx.db, groupId).limit(1).get()).empty;
}

/**
 * The look after the lease was given back: a task that came while it was held has gone away, trusting this drainer,
 * and may have come after the last batch. @returns how many it assigned; 0 ends the drain.
 */
async function lookAgain(groupId: string, ctx: Context): Promise<number> {
  if (await isBeingDrained(groupId, null, ctx)) return 0;
  if (!(await somebodyWaits(groupId, ctx))) return 0;
  if (!(await someoneIsFree(groupId, ctx))) return 0;
  return drainAll(groupId, null, ctx);
}

async function drainCrowd(groupId: string, holder: string, ctx: Context): Promise<Drained> {
  let assigned = 0;
  for (;;) {
    const lease = await DrainLease.take(groupId, holder, ctx);
    if (!lease) return { assigned, outcome: "busy" };
    const drained = await drainAll(groupId, lease, ctx);
    await lease.release();
    assigned += drained;
    if (drained > 0) await refreshBoardLater(groupId, ctx);
    const late = await lookAgain(groupId, ctx);
    assigned += late;
    if (late === 0) return { assigned, outcome: "waiting" };
  }
}

/**
 * Gives the waiting conversations of a group to whoever can take them, longest-waiting first, until nobody waits or
 * nobody is free. Safe to call at any time, any number of times, at once.
 * @param holder names the caller across its retries, so that a retry takes over the lease of its dead first attempt.
 */
export async function drainQueue(groupId: string, holder: string, ctx: Context): Promise<Drained> {
  const alone = await drainAlone(groupId, ctx);
  if (alone.state === "crowded") {
    if (await isBeingDrained(groupId, holder, ctx)) return { assigned: 0, outcome: "busy" };
    if (!(await someoneIsFree(groupId, ctx))) return { assigned: 0, outcome: "waiting" };
    return drainCrowd(groupId, holder, ctx);
  }
  // Assigned at once, it never stood on the board: the usual case costs no write for it.
  const wasShown = alone.assigned > 0 && alone.waitedMillis > SHOWN_AFTER_MILLIS;
  if (wasShown) await refreshBoardLater(groupId, ctx);
  const waits = alone.state === "exhausted" || alone.passedOver.length > 0;
  return { assigned: alone.assigned, outcome: waits ? "waiting" : "done" };
}

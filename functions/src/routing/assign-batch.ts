import type {
  DocumentSnapshot,
  QueryDocumentSnapshot,
  QuerySnapshot,
  Timestamp,
} from "firebase-admin/firestore";
import { isGroupOpen } from "../availability/group-hours.ts";
import { readMemories } from "../conversation/routing-memory.ts";
import type { Context } from "../platform/context.ts";
import { expireLease } from "../presence/expire-lease.ts";
import { ifUnchanged } from "../store/conflict.ts";
import { conversations, waitingQuery } from "../store/conversations.ts";
import { groups, type StoredGroup } from "../store/groups.ts";
import { type Tx, transact } from "../store/transact.ts";
import { advance, type QueueCursor } from "./queue-cursor.ts";
import { type Planned, planFromSnapshot } from "./snapshot.ts";
import { type BatchDemand, type WaitingConversation, writePlan } from "./write-plan.ts";

export interface BatchRequest {
  readonly groupId: string;
  /** Where to begin; null: at the head of the queue. */
  readonly cursor: QueueCursor | null;
  /** How many waiting conversations to read. */
  readonly size: number;
  /** Assign nothing where more than one waits: such a queue is drained under the lease. */
  readonly onlyIfAlone: boolean;
}

export interface BatchResult {
  readonly assigned: number;
  /**
   * - `more`: there may be more to assign, at `cursor`
   * - `done`: from here on every conversation has been assigned or skipped
   * - `exhausted`: a conversation waits, and nobody is free or the group is closed
   * - `crowded`: more than one waits and `onlyIfAlone` was asked
   */
  readonly outcome: "more" | "done" | "exhausted" | "crowded";
  /** Where to go on; null: at the head of the queue, also in order to rewind after an order violation. */
  readonly cursor: QueueCursor | null;
  /** How many were left in the queue because everyone free has timed out on them. */
  readonly skipped: number;
  /** How long the first conversation of the batch had waited. */
  readonly waitedMillis: number;
}

const nothing: BatchResult = { assigned: 0, outcome: "done", cursor: null, skipped: 0, waitedMillis: 0 };
const closed: BatchResult = { ...nothing, outcome: "exhausted" };
const rewind: BatchResult = { ...nothing, outcome: "more" };

interface Committed {
  readonly result: BatchResult;
  /** Agents whose lease has expired, and whose documents do not say so yet. */
  readonly expiredAgentIds: readonly string[];
}

/**
 * Waiting conversations are read without locks: a lock on the queue's end would collide with every arrival. That is
 * safe, because arrivals stand behind them and each write is on condition that its conversation is unchanged.
 */
function readWaiting({ groupId, cursor, size }: BatchRequest, ctx: Context): Promise<QuerySnapshot> {
  const query = waitingQuery(ctx.db, groupId);
  const from = cursor ? query.startAfter(cursor.last) : query;
  return from.limit(size).get();
}

/**
 * With what routing remembers of each, read without locks either: whoever changes that changes the conversation, too, which
 * the condition of its write notices.
 */
async function toWaiting(
  docs: readonly QueryDocumentSnapshot[],
  { routingStrategy }: StoredGroup,
  ctx: Context,
): Promise<WaitingConversation[]> {
  const of = conversations.parseAll(docs);
  const memories = await readMemories(ctx.db, { of, isSticky: routingStrategy === "sticky" }, ctx);
  return docs.flatMap(({ updateTime: unchangedSince }, i) => {
    const [conversation, memory] = [of[i], memories[i]];
    return conversation && memory ? [{ ...memory, id: conversation.id, conversation, unchangedSince }] : [];
  });
}

/**
 * Whether conversations from a deleted group were moved into the queue, perhaps in front of others, after it was read.
 * Their move writes the group. The time of that write has microseconds; a server timestamp has only milliseconds.
 */
function hasQueueChanged(group: DocumentSnapshot, since: Timestamp): boolean {
  return group.updateTime !== undefined && group.updateTime.valueOf() > since.valueOf();
}

interface Batch {
  readonly request: BatchRequest;
  readonly found: QuerySnapshot;
}

interface Outcome {
  readonly batch: Batch;
  readonly demand: BatchDemand;
  readonly planned: Planned;
}

/** Where the queue goes on, by how the plan ended. */
function placeAfter({
  batch,
  demand,
  planned: { snapshot, plan },
}: Outcome): Pick<BatchResult, "outcome" | "cursor"> {
  const { request, found } = batch;
  const { cursor } = request;
  if (plan.end === "exhausted") return { outcome: "exhausted", cursor };
  if (plan.end === "order_violation") return { outcome: "more", cursor: null };
  if (plan.end === "truncated") {
    const isStuck = plan.assignments.length === 0 && snapshot.expiredAgentIds.size === 0;
    if (isStuck) throw new Error("A plan assigned nothing although agents are left who were not read.");
    return { outcome: "more", cursor };
  }
  const last = found.docs.at(-1);
  if (!last || found.size < request.size) return { outcome: "done", cursor };
  const skipped = demand.waiting.filter(({ id }) => plan.skippedIds.includes(id));
  const page = { last, readAt: found.readTime, skipped: skipped.map((one) => one.timedOutAgentIds) };
  return { outcome: "more", cursor: advance(cursor, page) };
}

function committedOf(outcome: Outcome, ctx: Context): Committed {
  const { demand, planned } = outcome;
  const { assignments, skippedIds } = planned.plan;
  const queuedAt = demand.waiting[0]?.conversation.queue?.queuedAt;
  const waitedMillis = queuedAt ? ctx.now().getTime() - Date.parse(queuedAt) : 0;
  const facts = { assigned: assignments.length, skipped: skippedIds.length, waitedMillis };
  return {
    result: { ...facts, ...placeAfter(outcome) },
    expiredAgentIds: [...planned.snapshot.expiredAgentIds],
  };
}

async function planAndWrite(tx: Tx, batch: Batch, ctx: Context): Promise<Committed> {
  const { request, found } = batch;
  const snapshot = await tx.get(groups.ref(ctx.db, request.groupId));
  const group = groups.parse(snapshot);
  if (!group || group.isDeleted) return { result: nothing, expiredAgentIds: [] };
  if (!(await isGroupOpen(group, tx, ctx))) return { result: closed, expiredAgentIds: [] };
  if (hasQueueChanged(snapshot, request.cursor?.since ?? found.readTime)) {
    return { result: rewind, expiredAgentIds: [] };
  }
  const onlyAgentIds = request.cursor?.agentIds ?? null;
  const waiting = await toWaiting(found.docs, group, ctx);
  const demand: BatchDemand = { group, waiting, onlyAgentIds };
  const planned = await planFromSnapshot(tx, demand, ctx);
  await writePlan(tx, { demand, planned }, ctx);
  return committedOf({ batch, demand, planned }, ctx);
}

/** Marks agents whose leases have expired, so that the next query leaves them out. @returns whether one is live again. */
async function expireLeases(agentIds: readonly string[], ctx: Context): Promise<boolean> {
  let isAnyLive = false;
  for (const agentId of agentIds) if ((await expireLease(agentId, ctx)) === "live") isAnyLive = true;
  return isAnyLive;
}

async function finish({ cursor }: BatchRequest, committed: Committed, ctx: Context): Promise<BatchResult> {
  const { result, expiredAgentIds } = committed;
  const isAnyLive = await expireLeases(expiredAgentIds, ctx);
  // The plan left out an agent whose heartbeat has come since, and no other task would look at the queue again.
  if (isAnyLive) return { ...result, outcome: "more", cursor };
  return result;
}

/**
 * A smaller batch is less likely to hold a conversation that changes meanwhile, so visitors who write all the time slow a
 * drain down but do not stop it. That one conversation changes this often in a row is a mistake somewhere.
 */
const MAX_CONFLICTS = 50;

/**
 * Assigns the next waiting conversations of a group: reads them, plans from a snapshot of the agents and commits, in one
 * transaction that locks every agent it decides on. On a conflict (a conversation has changed since it was read) nothing is
 * written, and a batch of half the size is tried at once, without back-off. Deadlines start after the commit.
 */
export async function assignBatch(request: BatchRequest, ctx: Context): Promise<BatchResult> {
  let { size } = request;
  for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
    const batch: Batch = {
      request: { ...request, size },
      found: await readWaiting({ ...request, size }, ctx),
    };
    if (batch.found.empty) return nothing;
    if (request.onlyIfAlone && batch.found.size > 1) return { ...nothing, outcome: "crowded" };
    const committed = await ifUnchanged(transact(ctx, (tx) => planAndWrite(tx, batch, ctx)));
    if (committed !== null) return finish(request, committed, ctx);
    if (!request.onlyIfAlone) size = Math.max(1, Math.floor(size / 2));
  }
  throw new Error(`The head of the queue changed ${MAX_CONFLICTS} times in a row while it was assigned.`);
}

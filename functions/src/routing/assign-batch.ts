import {
  type DocumentSnapshot,
  FieldValue,
  type QueryDocumentSnapshot,
  type QuerySnapshot,
  type Timestamp,
  type Transaction,
} from "firebase-admin/firestore";
import { agentChange } from "../agent/agent-changes.ts";
import { isGroupOpen } from "../availability/group-hours.ts";
import type { Context } from "../platform/context.ts";
import { enqueueDeadlineLater } from "../queue/enqueue.ts";
import { agents, type StoredAgent } from "../store/agents.ts";
import { conversations, type StoredConversation, waitingQuery } from "../store/conversations.ts";
import { groups } from "../store/groups.ts";
import type { Behind } from "./behind.ts";
import type { Batch } from "./decide-batch.ts";
import { explain } from "./explain.ts";
import { answerDueAt, writeHandOver } from "./hand-over.ts";
import { candidatesToName, readOtherMembers } from "./read-candidates.ts";
import { type Ruling, rule } from "./rule.ts";

export interface BatchRequest {
  readonly groupId: string;
  /** How many waiting conversations to look at. */
  readonly maxHeads: number;
  /** Leave it when more than one waits: the queue is then drained under the lease. */
  readonly onlyIfAlone?: boolean;
  /** Look at a later page of the queue; from its head unless given. */
  readonly behind?: Behind | undefined;
}

export interface BatchResult {
  readonly assigned: number;
  /**
   * `crowded`: more than one waits and `onlyIfAlone` was asked; `exhausted`: somebody waits and nobody is free, or the group is closed;
   * `more`: there may be more to assign; `done`: nothing else waits, but for those whom everyone let pass;
   * `outrun`: a head changed while the batch was decided, and nothing was written; `overtaken`: somebody in front of this
   * page could have what is left, so that the next look must be at the head.
   */
  readonly state: "crowded" | "exhausted" | "more" | "done" | "outrun" | "overtaken";
  /** The last conversation looked at, where this page ended with all heads dealt with. */
  readonly last: QueryDocumentSnapshot | undefined;
  readonly readAt: Timestamp | undefined;
  /** Who let each of those go by whom everyone free has let go by. */
  readonly passedOver: readonly (readonly string[])[];
  /** Agents whose lease has ended, which is not noted yet. */
  readonly lapsedIds: readonly string[];
  /** How long the first head has waited. */
  readonly waitedMillis: number;
}

/** ALREADY_EXISTS (the head has its next thread by now) and FAILED_PRECONDITION (the head was written to). */
const OUTRUN_CODES = new Set<unknown>([6, 9]);

const nothing: BatchResult = {
  assigned: 0,
  state: "done",
  last: undefined,
  readAt: undefined,
  passedOver: [],
  lapsedIds: [],
  waitedMillis: 0,
};
const outrun: BatchResult = { ...nothing, state: "outrun" };

/**
 * Waiting conversations are read without locks, because a lock on the queue's end would collide with every visitor who
 * comes. That is safe: whoever comes later stands behind them, and the writes are on condition that they are unchanged.
 */
async function readHeads(request: BatchRequest, ctx: Context): Promise<QuerySnapshot> {
  const query = waitingQuery(ctx.db, request.groupId);
  const from = request.behind ? query.startAfter(request.behind.last) : query;
  return from.limit(request.maxHeads).get();
}

async function readOthers({ scene, batch }: Ruling, ctx: Context): Promise<StoredAgent[]> {
  const known = [...scene.pools.flatMap((pool) => pool.agents), ...scene.owners];
  const isWhole = scene.pools.every((pool) => pool.isWhole);
  if (!isWhole || batch.decided.length === 0) return [];
  const max = candidatesToName(scene.group, scene.heads);
  const knownIds = new Set(known.map(({ id }) => id));
  return readOtherMembers(scene.group, { knownIds, max: max - knownIds.size }, ctx);
}

/** One write for each agent, however many conversations it gets. */
function writeAgents(tx: Transaction, { batch }: Ruling, ctx: Context): void {
  const given = new Map<string, { agent: StoredAgent; ids: string[]; order: number }>();
  for (const [order, { choice, conversationId, known }] of batch.decided.entries()) {
    const agent = known.find((one) => one.agent.id === choice.agentId)?.agent;
    if (!agent) throw new Error("Only known agents are chosen.");
    const entry = given.get(agent.id) ?? { agent, ids: [], order };
    given.set(agent.id, { agent, ids: [...entry.ids, conversationId], order });
  }
  for (const { agent, ids, order } of given.values()) {
    const activeConversationIds = [...agent.activeConversationIds, ...ids];
    const { fields } = agentChange(agent, { activeConversationIds, lastAssignedOrder: order }, ctx.now());
    tx.update(agents.ref(ctx.db, agent.id), { ...fields, lastAssignedAt: FieldValue.serverTimestamp() });
  }
}

function writeBatch(
  tx: Transaction,
  { ruling, others }: { ruling: Ruling; others: StoredAgent[] },
  ctx: Context,
): void {
  const { scene, batch, lapsedIds } = ruling;
  const { group } = scene;
  const byId = new Map(scene.heads.map((head) => [head.id, head]));
  for (const { conversationId, choice, known } of batch.decided) {
    const conversation = byId.get(conversationId);
    const agent = known.find((one) => one.agent.id === choice.agentId)?.agent;
    if (!conversation || !agent) throw new Error("Only heads and known agents are decided on.");
    const { passedAgentIds } = conversation;
    const why = { strategy: group.routingStrategy, reason: choice.reason, chosenAgentId: agent.id };
    const decision = explain({ group, passedAgentIds, known, others, lapsedIds, ...why });
    const ending = { systemType: "thread_closed", text: `${agent.name} takes over.` } as const;
    const unchangedSince = scene.unchangedSince.get(conversationId);
    writeHandOver(tx, { conversation, group, agent, ending, decision, unchangedSince }, ctx);
  }
  writeAgents(tx, ruling, ctx);
}

function stateAfter(batch: Batch, heads: number, request: BatchRequest): BatchResult["state"] {
  if (batch.overtakes) return "overtaken";
  if (batch.exhausted) return "exhausted";
  const wasCut = batch.decided.length + batch.blockedIds.length < heads;
  return wasCut || heads === request.maxHeads ? "more" : "done";
}

function waitedMillis(head: StoredConversation | undefined, ctx: Context): number {
  return head?.queue ? ctx.now().getTime() - Date.parse(head.queue.queuedAt) : 0;
}

/**
 * Conversations that come from a deleted group stand in front of others: heads from before that are not the first. Their
 * move writes the group. The time of that write tells, to the microsecond; a server timestamp has only milliseconds.
 */
function isOvertaken(group: DocumentSnapshot, since: Timestamp): boolean {
  return group.updateTime !== undefined && group.updateTime.valueOf() > since.valueOf();
}

async function assignInTransaction(
  tx: Transaction,
  { request, found }: { request: BatchRequest; found: QuerySnapshot },
  ctx: Context,
): Promise<{ result: BatchResult; given: { conversationId: string; dueAt: string }[] }> {
  const snapshot = await tx.get(groups.ref(ctx.db, request.groupId));
  const group = groups.parse(snapshot);
  if (!group || group.isDeleted) return { result: nothing, given: [] };
  if (!(await isGroupOpen(group, tx, ctx))) return { result: { ...nothing, state: "exhausted" }, given: [] };
  const since = request.behind?.since ?? found.readTime;
  if (isOvertaken(snapshot, since)) return { result: { ...nothing, state: "overtaken" }, given: [] };
  const { docs } = found;
  const unchangedSince = new Map(docs.map((doc) => [doc.id, doc.updateTime]));
  const heads = conversations.parseAll(docs);
  const onlyAgentIds = request.behind?.agentIds ?? null;
  const ruling = await rule(tx, { group, heads, unchangedSince, onlyAgentIds }, ctx);
  const others = await readOthers(ruling, ctx);
  writeBatch(tx, { ruling, others }, ctx);
  const { batch, lapsedIds } = ruling;
  const dealtWith = batch.decided.length + batch.blockedIds.length === docs.length;
  const result: BatchResult = {
    assigned: batch.decided.length,
    state: stateAfter(batch, docs.length, request),
    last: dealtWith ? docs.at(-1) : undefined,
    readAt: found.readTime,
    passedOver: heads.filter(({ id }) => batch.blockedIds.includes(id)).map((head) => head.passedAgentIds),
    lapsedIds: [...lapsedIds],
    waitedMillis: waitedMillis(ruling.scene.heads[0], ctx),
  };
  const dueAt = answerDueAt(group, ctx)?.toISOString();
  return {
    result,
    given: dueAt ? batch.decided.map(({ conversationId }) => ({ conversationId, dueAt })) : [],
  };
}

/** @returns null when a head was changed by somebody else before the commit. */
async function unlessOutrun<T>(commit: Promise<T>): Promise<T | null> {
  try {
    return await commit;
  } catch (error) {
    if (error instanceof Error && "code" in error && OUTRUN_CODES.has(error.code)) return null;
    throw error;
  }
}

/**
 * Assigns waiting conversations of a group from the head of its queue, in one transaction that reads and locks every
 * agent it decides on, so that it cannot be wrong whoever else writes. Deadlines are enqueued after the commit.
 */
export async function assignBatch(request: BatchRequest, ctx: Context): Promise<BatchResult> {
  const found = await readHeads(request, ctx);
  if (found.empty) return nothing;
  if (request.onlyIfAlone && found.size > 1) return { ...nothing, state: "crowded" };
  const commit = ctx.db.runTransaction((tx) => assignInTransaction(tx, { request, found }, ctx));
  const committed = await unlessOutrun(commit);
  if (committed === null) return outrun;
  for (const { conversationId, dueAt } of committed.given) {
    await enqueueDeadlineLater({ kind: "answer", conversationId, at: dueAt }, ctx);
  }
  return committed.result;
}

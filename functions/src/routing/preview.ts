import type { RoutingPreview } from "@livechat/contract";
import { isGroupOpen } from "../availability/group-hours.ts";
import { readMemories } from "../conversation/routing-memory.ts";
import { groupThatTakes } from "../conversation/waiting-group.ts";
import type { Context } from "../platform/context.ts";
import { conversations, type StoredConversation, waitingQuery } from "../store/conversations.ts";
import { groups, type StoredGroup } from "../store/groups.ts";
import { Tx } from "../store/transact.ts";
import { readOtherMembers } from "./candidates.ts";
import { explain } from "./explain.ts";
import type { Waiting } from "./plan-assignments.ts";
import { type Planned, planFromSnapshot } from "./snapshot.ts";

/** Conversations in front that a preview plans, too. */
const MAX_WAITING_BEFORE = 20;
/** Agents of each priority that a preview reads, and members that it names. */
const MAX_CANDIDATES = 50;

async function toWaiting(
  tx: Tx,
  { of, group }: { of: readonly StoredConversation[]; group: StoredGroup },
  ctx: Context,
): Promise<Waiting[]> {
  const isSticky = group.routingStrategy === "sticky";
  const memories = await readMemories(tx, { of, isSticky }, ctx);
  return memories.map((memory, i) => ({ ...memory, id: of[i]?.id ?? "" }));
}

/** A conversation that has not begun yet. */
const NEW: Waiting = { id: "", lastAgentId: null, timedOutAgentIds: [] };

interface Previewed {
  readonly group: StoredGroup;
  readonly subject: Waiting;
  /** In front of it, the longest-waiting first. */
  readonly before: readonly Waiting[];
}

/** What stands in front: of a conversation that does not wait, the whole queue. */
async function readBefore(tx: Tx, group: StoredGroup, subject: Waiting, ctx: Context): Promise<Waiting[]> {
  const { docs } = await tx.get(waitingQuery(ctx.db, group.id).limit(MAX_WAITING_BEFORE + 1));
  const queue = await toWaiting(tx, { of: conversations.parseAll(docs), group }, ctx);
  const place = queue.findIndex(({ id }) => id === subject.id);
  return place < 0 ? queue : queue.slice(0, place);
}

/** Why it would not be assigned, in a sentence for people. */
function reasonAgainst({ group, subject, before }: Previewed, { plan }: Planned): string {
  if (group.agentIds.length === 0) return "The group has no agents.";
  if (before.length > MAX_WAITING_BEFORE)
    return `More than ${MAX_WAITING_BEFORE} conversations wait in front.`;
  if (plan.skippedIds.includes(subject.id))
    return "Everyone free let this conversation's answer deadline pass.";
  return before.length > 0
    ? "Nobody of the group is free after those who wait in front."
    : "Nobody of the group is free.";
}

async function preview(tx: Tx, previewed: Previewed, ctx: Context): Promise<RoutingPreview> {
  const { group, subject, before } = previewed;
  const isOpen = await isGroupOpen(group, tx, ctx);
  const isReached = isOpen && before.length <= MAX_WAITING_BEFORE;
  const demand = {
    group,
    waiting: isReached ? [...before, subject] : [],
    onlyAgentIds: null,
    candidatesPerTier: MAX_CANDIDATES,
  };
  const planned = await planFromSnapshot(tx, demand, ctx);
  const { snapshot, plan } = planned;
  const assignment = plan.assignments.find(({ conversationId }) => conversationId === subject.id);
  const read = [...snapshot.tiers.flatMap(({ agents }) => agents), ...snapshot.lastOwners];
  const knownIds = new Set(read.map(({ id }) => id));
  const others = await readOtherMembers(group, { knownIds, max: MAX_CANDIDATES }, ctx);
  const explained = explain({
    group,
    timedOutAgentIds: subject.timedOutAgentIds,
    candidates: assignment?.candidates ?? read.map((agent) => ({ agent, activeChats: agent.activeChats })),
    others,
    expiredAgentIds: snapshot.expiredAgentIds,
    strategy: group.routingStrategy,
    reason: assignment?.reason ?? (isOpen ? reasonAgainst(previewed, planned) : "The group is closed."),
    chosenAgentId: assignment?.agent.id ?? null,
  });
  const decidedAt = ctx.now().toISOString();
  return { ...explained, decidedAt, groupId: group.id, waitingBefore: before.length };
}

/** Reads as of one moment and locks nothing. */
function readOnly<T>(ctx: Context, read: (tx: Tx) => Promise<T>): Promise<T> {
  return ctx.db.runTransaction((transaction) => read(new Tx(transaction, ctx)), { readOnly: true });
}

/**
 * Whom routing would assign the conversation to now, and why: its own decision, after those about everybody in front. A
 * conversation that does not wait is taken as if it began to.
 * @throws ChatError `not_found`.
 */
export function previewConversation(conversationId: string, ctx: Context): Promise<RoutingPreview> {
  return readOnly(ctx, async (tx) => {
    const conversation = await tx.need(conversations, conversationId);
    const group = await groupThatTakes(tx, conversation.groupId, ctx);
    const [subject = NEW] = await toWaiting(tx, { of: [conversation], group }, ctx);
    return preview(tx, { group, subject, before: await readBefore(tx, group, subject, ctx) }, ctx);
  });
}

/** The same for a conversation that would begin in the group now. @throws ChatError `not_found`. */
export function previewGroup(groupId: string, ctx: Context): Promise<RoutingPreview> {
  return readOnly(ctx, async (tx) => {
    const group = await tx.needActive(groups, groupId);
    return preview(tx, { group, subject: NEW, before: await readBefore(tx, group, NEW, ctx) }, ctx);
  });
}

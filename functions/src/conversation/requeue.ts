import { FieldValue } from "firebase-admin/firestore";
import type { Context } from "../platform/context.ts";
import { enqueueAssignmentLater, enqueueDrainOfAgentLater } from "../queue/enqueue.ts";
import { refreshSummaryLater } from "../queue/summary.ts";
import type { Fields } from "../store/collection.ts";
import type { StoredConversation } from "../store/conversations.ts";
import { groups, QUEUE_CHANGED_AT, type StoredGroup } from "../store/groups.ts";
import type { Tx } from "../store/transact.ts";
import type { OwnershipEnd } from "./measured.ts";
import { newAssignment } from "./new-assignment.ts";
import { prepareRelease } from "./release.ts";
import { MOVED, memoryToMove, type RoutingMemory } from "./routing-memory.ts";
import { type SystemSentence, Transition } from "./transition.ts";
import { groupThatTakes } from "./waiting-group.ts";

export interface Requeue {
  readonly conversation: StoredConversation;
  /** Where it waits; its own group unless given. A deleted group's conversations wait in the default group. */
  readonly group?: StoredGroup;
  /** Why: it ends the thread, and begins the next one. */
  readonly reason: SystemSentence;
  readonly end: OwnershipEnd;
  /** The owner let the answer deadline pass and does not get the conversation again. */
  readonly timedOut?: boolean;
  /** A transfer means someone else: sticky routing does not give it back. */
  readonly forgetsOwner?: boolean;
  /** Its place is that of the time at which it began to wait before, not the end of the queue. */
  readonly keepsPlace?: boolean;
  /** More agents who do not get the conversation. */
  readonly excludedAgentIds?: readonly string[];
  /** The visitor hears of it once: with the thread's end, not again with the next one's beginning. */
  readonly toldOnce?: boolean;
  readonly note?: { authorId: string; authorType?: "agent" | "bot"; text: string } | undefined;
}

function writeThreads(transition: Transition, { reason, note, toldOnce }: Requeue): void {
  transition.closeThread(reason);
  transition.openThread(null);
  transition.addSystemEvent(reason, toldOnce ? "agents" : "all");
  if (note === undefined) return;
  const author = { authorType: note.authorType ?? "agent", authorId: note.authorId } as const;
  transition.addEvent({ type: "message", ...author, text: note.text, visibility: "agents" });
}

/** After the commit: routes the conversation, gives the freed slot to the next one, and writes the summary of the queue it left. */
function routeAfterCommit(
  tx: Tx,
  { id, status, groupId, assignedAgentId }: StoredConversation,
  to: string,
  ctx: Context,
) {
  tx.afterCommit(() => enqueueAssignmentLater(id, to, ctx));
  if (status === "pending") tx.afterCommit(() => refreshSummaryLater(groupId, ctx));
  if (status === "active" && assignedAgentId)
    tx.afterCommit(() => enqueueDrainOfAgentLater(assignedAgentId, ctx));
}

/**
 * Its place is that of the time at which it began to wait before, perhaps in front of others. The group is written, too,
 * which makes a running drain rewind.
 */
function setWaitingAsBefore(
  tx: Tx,
  { transition, group }: { transition: Transition; group: StoredGroup },
  ctx: Context,
) {
  const { lastQueuedAt, assignedAt } = transition.conversation;
  const before = lastQueuedAt ?? assignedAt;
  transition.setWaiting(group, before === null ? undefined : new Date(before));
  tx.update(groups.ref(ctx.db, group.id), { [QUEUE_CHANGED_AT]: FieldValue.serverTimestamp() });
}

/** What routing remembers of it from now on. */
function memoryAfter({
  conversation,
  timedOut,
  forgetsOwner,
  excludedAgentIds = [],
}: Requeue): Partial<Fields<RoutingMemory>> {
  const { assignedAgentId } = conversation;
  const timedOutIds = timedOut && assignedAgentId ? [...excludedAgentIds, assignedAgentId] : excludedAgentIds;
  const memory = memoryToMove(conversation, timedOutIds);
  return forgetsOwner ? { ...memory, lastAgentId: null } : memory;
}

export interface Requeueing {
  write(transition: Transition): void;
}

/** Reads what a requeue needs and returns the step that does it, for a transition that does more besides. */
export async function prepareRequeue(tx: Tx, change: Requeue, ctx: Context): Promise<Requeueing> {
  const { conversation, end, keepsPlace } = change;
  const group = change.group ?? (await groupThatTakes(tx, conversation.groupId, ctx));
  const release = await prepareRelease(tx, conversation, ctx);
  return {
    write(transition) {
      release.write(transition, end);
      writeThreads(transition, change);
      if (keepsPlace) setWaitingAsBefore(tx, { transition, group }, ctx);
      else transition.setWaiting(group);
      transition.set({ groupId: group.id, messageCounts: {}, ...MOVED });
      newAssignment(tx, { conversationId: conversation.id, memory: memoryAfter(change) }, ctx);
      routeAfterCommit(tx, conversation, group.id, ctx);
    },
  };
}

/**
 * Takes an open conversation from its owner, if it has one, and puts it at the end of a group's queue. With `assign` one
 * of the two ways in which a conversation changes hands; who may ask for it, and when, is for the caller to check.
 */
export async function requeue(tx: Tx, change: Requeue, ctx: Context): Promise<void> {
  const { write } = await prepareRequeue(tx, change, ctx);
  const transition = new Transition(tx, ctx, change.conversation);
  write(transition);
  transition.write();
}

/** Whether an open conversation is this agent's. */
export function isOwnedBy(
  conversation: StoredConversation | null,
  agentId: string | null,
): conversation is StoredConversation {
  return agentId !== null && conversation?.status === "active" && conversation.assignedAgentId === agentId;
}

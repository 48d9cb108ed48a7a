import type { Transaction } from "firebase-admin/firestore";
import { FieldValue } from "firebase-admin/firestore";
import type { OwnershipEnd } from "../agent/agent-stats.ts";
import type { Context } from "../platform/context.ts";
import { enqueueAssignmentLater, enqueueDrainOfAgentLater } from "../queue/enqueue.ts";
import { conversations, type StoredConversation } from "../store/conversations.ts";
import type { StoredGroup } from "../store/groups.ts";
import type { Ending } from "./close.ts";
import { newAssignment } from "./new-assignment.ts";
import { prepareRelease } from "./release.ts";
import { Transition } from "./transition.ts";
import { groupThatTakes } from "./waiting-group.ts";

export interface Requeue {
  readonly conversation: StoredConversation;
  /** Where it waits; its own group unless given. A deleted group's conversations wait in the default group. */
  readonly group?: StoredGroup;
  readonly ending: Ending;
  readonly end: OwnershipEnd;
  /** The owner let the answer deadline pass and does not get the conversation again. */
  readonly ownerPassed?: boolean;
  /** A transfer means someone else: sticky routing does not give it back. */
  readonly forgetsOwner?: boolean;
  readonly note?: { authorId: string; text: string } | undefined;
}

/** What the caller does after the commit, see `afterRequeue`. */
export interface Requeued {
  readonly conversationId: string;
  readonly groupId: string;
  readonly formerGroupId: string;
  readonly formerOwnerId: string | null;
}

function writeThreads(transition: Transition, { ending, note }: Requeue): void {
  transition.closeThread(ending.systemType, ending.text);
  transition.openThread(null);
  transition.addSystemEvent(ending.systemType, ending.text);
  if (note === undefined) return;
  const author = { authorType: "agent", authorId: note.authorId } as const;
  transition.addEvent({ type: "message", ...author, text: note.text, visibility: "agents" });
}

/** Takes an open conversation from its owner, if it has one, and puts it at the end of a group's queue. */
export async function requeueIn(tx: Transaction, requeue: Requeue, ctx: Context): Promise<Requeued> {
  const { conversation, end, ownerPassed, forgetsOwner } = requeue;
  const group = requeue.group ?? (await groupThatTakes(tx, conversation.groupId, ctx));
  const release = await prepareRelease(tx, conversation, ctx);
  release.write(end);
  const transition = new Transition(tx, ctx, conversation);
  writeThreads(transition, requeue);
  transition.setWaiting();
  transition.set({ groupId: group.id, messageCounts: {} });
  if (forgetsOwner) transition.set({ lastAgentId: null });
  if (ownerPassed && conversation.assignedAgentId) {
    transition.set({ passedAgentIds: FieldValue.arrayUnion(conversation.assignedAgentId) });
  }
  transition.write();
  newAssignment(tx, conversation.id, ctx);
  return {
    conversationId: conversation.id,
    groupId: group.id,
    formerGroupId: conversation.groupId,
    formerOwnerId: conversation.status === "active" ? conversation.assignedAgentId : null,
  };
}

/** Routes the conversation anew and gives the freed slot to who waits. */
export async function afterRequeue(requeued: Requeued, ctx: Context): Promise<void> {
  await enqueueAssignmentLater(requeued.conversationId, requeued.groupId, ctx);
  if (requeued.formerOwnerId) await enqueueDrainOfAgentLater(requeued.formerOwnerId, ctx);
}

/** Whether an open conversation is this agent's. */
export function isOwnedBy(conversation: StoredConversation | null, agentId: string): boolean {
  return conversation?.status === "active" && conversation.assignedAgentId === agentId;
}

type StillDue = (tx: Transaction, conversation: StoredConversation) => boolean | Promise<boolean>;

/**
 * Takes one conversation from an agent, if the agent still owns it, and routes it anew.
 * @param stillDue asked inside the transaction; false leaves everything as it is.
 * @returns whether it was taken.
 */
export async function takeFromOwner(
  { conversationId, agentId }: { conversationId: string; agentId: string },
  how: Pick<Requeue, "ending" | "ownerPassed"> & { stillDue?: StillDue },
  ctx: Context,
): Promise<boolean> {
  const requeued = await ctx.db.runTransaction(async (tx) => {
    const conversation = conversations.parse(await tx.get(conversations.ref(ctx.db, conversationId)));
    if (!conversation || !isOwnedBy(conversation, agentId)) return null;
    if (how.stillDue && !(await how.stillDue(tx, conversation))) return null;
    const { ending, ownerPassed = false } = how;
    return requeueIn(tx, { conversation, ending, ownerPassed, end: "requeued" }, ctx);
  });
  if (requeued) await afterRequeue(requeued, ctx);
  return requeued !== null;
}

import { agentChange } from "../agent/agent-changes.ts";
import { prepareRequeue } from "../conversation/requeue.ts";
import { readMemory } from "../conversation/routing-memory.ts";
import { Transition } from "../conversation/transition.ts";
import type { Context } from "../platform/context.ts";
import { enqueueDeadlineLater } from "../queue/enqueue.ts";
import { agents, type StoredAgent } from "../store/agents.ts";
import { conversations, type StoredConversation } from "../store/conversations.ts";
import { groups } from "../store/groups.ts";
import { type Tx, transact } from "../store/transact.ts";
import { readExpiredLeases } from "./candidates.ts";
import { refusalOf } from "./eligibility.ts";
import { answerDueAt } from "./write-assignment.ts";

export interface WakeUp {
  readonly conversation: StoredConversation;
  /** Whether its visitor wrote: then the owner has an answer deadline again. */
  readonly byVisitor: boolean;
}

export interface Waking {
  write(transition: Transition): void;
}

/** The owner of a snoozed conversation, where it is eligible for it now. */
async function readEligibleOwner(
  tx: Tx,
  conversation: StoredConversation,
  ctx: Context,
): Promise<StoredAgent | null> {
  const { groupId, assignedAgentId } = conversation;
  const owner = assignedAgentId && (await tx.find(agents, assignedAgentId));
  if (!owner) return null;
  const [expired] = await readExpiredLeases(tx, [owner], ctx);
  const { timedOutAgentIds } = await readMemory(tx, conversation, ctx);
  const demand = { groupId, timedOutAgentIds, automatic: false };
  return refusalOf(owner, demand, expired !== undefined) === null ? owner : null;
}

const reason = { systemType: "conversation_woken", text: "The conversation is back." } as const;

/** Gives it a slot of its owner again: the same thread goes on. */
async function prepareReturn(
  tx: Tx,
  { conversation, byVisitor, owner }: WakeUp & { owner: StoredAgent },
  ctx: Context,
): Promise<Waking> {
  const group = byVisitor ? await tx.find(groups, conversation.groupId) : null;
  const dueAt = group && answerDueAt(group, ctx);
  const { id: conversationId } = conversation;
  return {
    write(transition) {
      const activeConversationIds = [...owner.activeConversationIds, conversationId];
      const { fields } = agentChange(owner, { activeConversationIds }, ctx.now());
      tx.update(agents.ref(ctx.db, owner.id), fields);
      const metadata = { agentId: owner.id };
      transition.addSystemEvent({ ...reason, metadata }, "agents");
      transition.set({ status: "active", snoozedUntil: null, answerDueAt: dueAt });
      if (!dueAt) return;
      const deadline = { kind: "answer", conversationId, at: dueAt.toISOString() } as const;
      tx.afterCommit(() => enqueueDeadlineLater(deadline, ctx));
    },
  };
}

/**
 * Reads what waking a snoozed conversation needs and returns the step that does it: active with its owner where that one is
 * eligible, else in its group's queue, by the time at which it began to wait before.
 */
export async function prepareWaking(tx: Tx, wakeUp: WakeUp, ctx: Context): Promise<Waking> {
  const { conversation } = wakeUp;
  const owner = await readEligibleOwner(tx, conversation, ctx);
  if (owner) return prepareReturn(tx, { ...wakeUp, owner }, ctx);
  return prepareRequeue(tx, { conversation, reason, end: "requeued", keepsPlace: true }, ctx);
}

/** Wakes a snoozed conversation in a transaction that does nothing else to it. */
export async function wake(tx: Tx, wakeUp: WakeUp, ctx: Context): Promise<void> {
  const { write } = await prepareWaking(tx, wakeUp, ctx);
  const transition = new Transition(tx, ctx, wakeUp.conversation);
  write(transition);
  transition.write();
}

/** Wakes a conversation whose time has come. @returns whether it was due. */
export function wakeDue(conversationId: string, ctx: Context): Promise<boolean> {
  return transact(ctx, async (tx) => {
    const conversation = await tx.find(conversations, conversationId);
    if (conversation?.status !== "snoozed") return false;
    const { snoozedUntil } = conversation;
    if (snoozedUntil === null || snoozedUntil > ctx.now().toISOString()) return false;
    await wake(tx, { conversation, byVisitor: false }, ctx);
    return true;
  });
}

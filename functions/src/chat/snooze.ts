import type { Conversation } from "@livechat/contract";
import { agentChange } from "../agent/agent-changes.ts";
import { type AgentCaller, canSupervise } from "../auth/caller.ts";
import { showConversation } from "../conversation/read-conversation.ts";
import { Transition } from "../conversation/transition.ts";
import type { Context } from "../platform/context.ts";
import { ChatError, refused } from "../platform/error.ts";
import { enqueueDeadlineLater, enqueueDrainOfAgentLater } from "../queue/enqueue.ts";
import { wake } from "../routing/wake.ts";
import { agents } from "../store/agents.ts";
import { conversations, type StoredConversation } from "../store/conversations.ts";
import { type Tx, transact } from "../store/transact.ts";

interface Snooze {
  readonly until: Date;
  readonly caller: AgentCaller;
}

function checkMaySnooze(conversation: StoredConversation, caller: AgentCaller): void {
  if (canSupervise(caller) || conversation.assignedAgentId === caller.id) return;
  throw refused("owner_only_snooze");
}

function checkIsOwned({ status }: StoredConversation): void {
  if (status === "closed") throw refused("closed");
  if (status === "pending") throw refused("waiting_cannot_snooze");
}

/** Reads the owner and returns the step that frees its slot, which goes to the next one that waits. */
async function prepareFreeSlot(tx: Tx, { id, status, assignedAgentId }: StoredConversation, ctx: Context) {
  const owner = status === "active" && assignedAgentId ? await tx.find(agents, assignedAgentId) : null;
  return () => {
    if (!owner) return;
    const activeConversationIds = owner.activeConversationIds.filter((other) => other !== id);
    tx.update(agents.ref(ctx.db, owner.id), agentChange(owner, { activeConversationIds }, ctx.now()).fields);
    tx.afterCommit(() => enqueueDrainOfAgentLater(owner.id, ctx));
  };
}

/**
 * Snoozes an active conversation, or moves the time until which it is snoozed. Its owner keeps it and its thread; it does
 * not count in the owner's limit.
 * @throws ChatError `not_found`, `authorization`, `validation` for a time that has passed, `conversation_closed`,
 * `not_allowed` while it waits.
 */
export async function snoozeConversation(
  id: string,
  { until, caller }: Snooze,
  ctx: Context,
): Promise<Conversation> {
  if (until <= ctx.now()) {
    const details = [{ path: "until", message: "must be in the future" }];
    throw new ChatError("validation", "A conversation is snoozed until a time to come.", { details });
  }
  await transact(ctx, async (tx) => {
    const conversation = await tx.need(conversations, id);
    checkMaySnooze(conversation, caller);
    checkIsOwned(conversation);
    const freeSlot = await prepareFreeSlot(tx, conversation, ctx);
    freeSlot();
    const transition = new Transition(tx, ctx, conversation);
    const metadata = { agentId: caller.id, until: until.toISOString() };
    const snoozed = { systemType: "conversation_snoozed", text: "The conversation was snoozed." } as const;
    transition.addSystemEvent({ ...snoozed, metadata }, "agents");
    transition.set({
      status: "snoozed",
      botDueAt: null,
      snoozedUntil: until,
      answerDueAt: null,
      inactivityDueAt: null,
    });
    transition.write();
    const deadline = { kind: "snooze", conversationId: id, at: until.toISOString() } as const;
    tx.afterCommit(() => enqueueDeadlineLater(deadline, ctx));
  });
  return showConversation(id, ctx);
}

/**
 * Wakes a snoozed conversation before its time. Changes nothing when it is not snoozed.
 * @throws ChatError `not_found`, `authorization`.
 */
export async function unsnoozeConversation(
  id: string,
  caller: AgentCaller,
  ctx: Context,
): Promise<Conversation> {
  await transact(ctx, async (tx) => {
    const conversation = await tx.need(conversations, id);
    checkMaySnooze(conversation, caller);
    if (conversation.status === "snoozed") await wake(tx, { conversation, byVisitor: false }, ctx);
  });
  return showConversation(id, ctx);
}

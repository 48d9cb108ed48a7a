import { agentChange } from "../agent/agent-changes.ts";
import { countOwnMessages } from "../agent/own-messages.ts";
import { scheduleOf } from "../availability/group-hours.ts";
import type { Context } from "../platform/context.ts";
import { enqueuePushLater } from "../queue/enqueue.ts";
import { agents, type StoredAgent } from "../store/agents.ts";
import type { StoredConversation } from "../store/conversations.ts";
import { notify } from "../store/notifications.ts";
import type { Tx } from "../store/transact.ts";
import type { OwnershipEnd } from "./measured.ts";
import type { Transition } from "./transition.ts";

export interface Release {
  /** Whose slot becomes free; null when nobody owns the conversation, or the owner has snoozed it. */
  readonly owner: StoredAgent | null;
  /** Frees the owner's slot and tells the metrics of the end: before the thread is closed. */
  write(transition: Transition, end: OwnershipEnd): void;
}

/** An agent whose conversation somebody else, or a deadline, has given on. Bots listen to their webhook. */
function tellTakenAway(
  tx: Tx,
  { owner, conversation }: { owner: StoredAgent; conversation: StoredConversation },
  ctx: Context,
): void {
  const isOwnAct = ctx.actor?.type === "agent" && ctx.actor.id === owner.id;
  if (isOwnAct || owner.kind === "bot" || owner.isDeleted) return;
  const id = ctx.newId();
  if (owner.hasPush) tx.afterCommit(() => enqueuePushLater(owner.id, id, ctx));
  const text = conversation.lastMessage?.text ?? "";
  const told = { type: "taken_away", conversationId: conversation.id, text, metadata: {} } as const;
  notify(tx, ctx.db, { ...told, id, agentId: owner.id, at: ctx.now() });
}

/**
 * Reads the owner of a conversation and returns the step that ends the ownership, if it has one. Beside the owner and the
 * count of the owner's messages it reads the schedule, where the group keeps one.
 */
export async function prepareRelease(
  tx: Tx,
  conversation: StoredConversation,
  ctx: Context,
): Promise<Release> {
  const { id, status, assignedAgentId, metrics } = conversation;
  const hours = await scheduleOf({ scheduleId: metrics?.scheduleId ?? null }, tx, ctx);
  const isOwned = status === "active" || status === "snoozed";
  const owner = status === "active" && assignedAgentId ? await tx.find(agents, assignedAgentId) : null;
  const messagesSent = isOwned ? await countOwnMessages(conversation, tx, ctx) : 0;
  return {
    owner,
    write(transition, end) {
      transition.release({ end, messagesSent, hours });
      if (!owner) return;
      const activeConversationIds = owner.activeConversationIds.filter((other) => other !== id);
      tx.update(
        agents.ref(ctx.db, owner.id),
        agentChange(owner, { activeConversationIds }, ctx.now()).fields,
      );
      if (end !== "closed") tellTakenAway(tx, { owner, conversation }, ctx);
    },
  };
}

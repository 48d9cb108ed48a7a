import type { Conversation, Transfer } from "@livechat/contract";
import type { Transaction } from "firebase-admin/firestore";
import { type AgentCaller, oversees } from "../auth/caller.ts";
import { showConversation } from "../conversation/read-conversation.ts";
import { afterRequeue, type Requeued, requeueIn } from "../conversation/requeue.ts";
import type { Context } from "../platform/context.ts";
import { ChatError, forbidden, notFound } from "../platform/error.ts";
import { refreshBoardLater } from "../queue/summary.ts";
import { conversations, type StoredConversation } from "../store/conversations.ts";
import { groups } from "../store/groups.ts";
import { afterGiving, type Given, getGivable, giveIn } from "./assign.ts";

interface Transferring {
  readonly input: Transfer;
  readonly caller: AgentCaller;
}

function checkMayTransfer(conversation: StoredConversation, caller: AgentCaller): void {
  if (oversees(caller)) return;
  if (conversation.status === "active" && conversation.assignedAgentId === caller.id) return;
  throw forbidden("Only the owner, supervisors and admins transfer a conversation.");
}

function noteOf({ input, caller }: Transferring) {
  return input.note ? { authorId: caller.id, text: input.note } : undefined;
}

async function toAgent(
  tx: Transaction,
  { conversation, agentId, transferring }: Target & { agentId: string },
  ctx: Context,
): Promise<Given | null> {
  const agent = await getGivable(tx, agentId, ctx);
  if (conversation.status === "active" && conversation.assignedAgentId === agentId) return null;
  const text = `The conversation was transferred to ${agent.name}.`;
  const ending = { systemType: "transferred", text } as const;
  const facts = { force: false, ending, reason: "Transferred by hand.", note: noteOf(transferring) };
  return giveIn(tx, { conversation, agent, ...facts }, ctx);
}

interface Target {
  readonly conversation: StoredConversation;
  readonly transferring: Transferring;
}

async function toGroup(
  tx: Transaction,
  { conversation, groupId, transferring }: Target & { groupId: string },
  ctx: Context,
): Promise<Requeued | null> {
  const group = groups.parse(await tx.get(groups.ref(ctx.db, groupId)));
  if (!group || group.isDeleted) throw notFound("group");
  if (conversation.status === "pending" && conversation.groupId === groupId) return null;
  const ending = {
    systemType: "transferred",
    text: `The conversation was transferred to ${group.name}.`,
  } as const;
  const facts = { end: "transferred_out", forgetsOwner: true, note: noteOf(transferring) } as const;
  return requeueIn(tx, { conversation, group, ending, ...facts }, ctx);
}

/**
 * Transfers an open conversation to an agent, at once, or to a group, in whose queue it waits. A note becomes a
 * private message in the new thread. To where it is already, nothing changes.
 * @throws ChatError `not_found` (conversation, agent, group), `authorization`, `conversation_closed`,
 * `agent_unavailable`.
 */
export async function transferConversation(
  id: string,
  transferring: Transferring,
  ctx: Context,
): Promise<Conversation> {
  const { input, caller } = transferring;
  const done = await ctx.db.runTransaction(async (tx) => {
    const conversation = conversations.parse(await tx.get(conversations.ref(ctx.db, id)));
    if (!conversation) throw notFound("conversation");
    checkMayTransfer(conversation, caller);
    if (conversation.status === "closed") {
      throw new ChatError("conversation_closed", "The conversation is closed. Reopen it first.");
    }
    const target = { conversation, transferring };
    if ("agentId" in input) return toAgent(tx, { ...target, agentId: input.agentId }, ctx);
    return toGroup(tx, { ...target, groupId: input.groupId }, ctx);
  });
  if (done && "dueAt" in done) await afterGiving(done, ctx);
  else if (done) {
    await afterRequeue(done, ctx);
    if (done.formerOwnerId === null) await refreshBoardLater(done.formerGroupId, ctx);
  }
  return showConversation(id, ctx);
}

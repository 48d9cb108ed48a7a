import type { Conversation, SystemType } from "@livechat/contract";
import type { Transaction } from "firebase-admin/firestore";
import { type Caller, oversees } from "../auth/caller.ts";
import type { Context } from "../platform/context.ts";
import { forbidden, notFound } from "../platform/error.ts";
import { enqueueDrainOfAgentLater } from "../queue/enqueue.ts";
import { refreshSummaryLater } from "../queue/summary.ts";
import { conversations, type StoredConversation } from "../store/conversations.ts";
import { visitorSessions } from "../store/visitors.ts";
import { showConversation } from "./read-conversation.ts";
import { prepareRelease } from "./release.ts";
import { Transition } from "./transition.ts";

function checkMayClose(conversation: StoredConversation, caller: Caller): void {
  if (caller.kind === "visitor") {
    if (conversation.visitorId !== caller.id) throw notFound("conversation");
    return;
  }
  if (oversees(caller) || conversation.assignedAgentId === caller.id) return;
  throw forbidden("Only the owner, the visitor, supervisors and admins close a conversation.");
}

/** The visitor may start another conversation, and sticky routing remembers who owned this one. */
async function prepareSessionEnd(tx: Transaction, conversation: StoredConversation, ctx: Context) {
  const ref = visitorSessions.ref(ctx.db, conversation.visitorId);
  const session = visitorSessions.parse(await tx.get(ref));
  const lastAgentId = conversation.lastAgentId ?? session?.lastAgentId ?? null;
  return () => {
    if (session?.openConversationId === conversation.id) {
      tx.update(ref, { openConversationId: null, lastAgentId });
    }
  };
}

export interface Ending {
  readonly systemType: SystemType;
  readonly text: string;
}

/** Ends an open conversation inside a transaction that has written nothing yet. */
export async function closeIn(
  tx: Transaction,
  { conversation, ending }: { conversation: StoredConversation; ending: Ending },
  ctx: Context,
): Promise<void> {
  const release = await prepareRelease(tx, conversation, ctx);
  const endSession = await prepareSessionEnd(tx, conversation, ctx);
  release.write("closed");
  endSession();
  const transition = new Transition(tx, ctx, conversation);
  transition.closeThread(ending.systemType, ending.text);
  transition.set({
    status: "closed",
    closedAt: ctx.now(),
    queue: null,
    messageCounts: {},
    answerDueAt: null,
    inactivityDueAt: null,
  });
  transition.write();
}

/** What follows the commit of a closing: the freed slot goes to who waits, and the queue's board loses a place. */
export async function afterClosing(closed: StoredConversation, ctx: Context): Promise<void> {
  if (closed.status === "active" && closed.assignedAgentId) {
    await enqueueDrainOfAgentLater(closed.assignedAgentId, ctx);
  }
  if (closed.status === "pending") await refreshSummaryLater(closed.groupId, ctx);
}

/**
 * Closes a conversation for its owner, its visitor, a supervisor or an admin. Closing a closed one changes nothing.
 * @throws ChatError `not_found` for strangers, `authorization` for other agents.
 */
export async function closeConversation(id: string, caller: Caller, ctx: Context): Promise<Conversation> {
  const closed = await ctx.db.runTransaction(async (tx) => {
    const conversation = conversations.parse(await tx.get(conversations.ref(ctx.db, id)));
    if (!conversation) throw notFound("conversation");
    checkMayClose(conversation, caller);
    if (conversation.status === "closed") return null;
    const ending = { systemType: "conversation_closed", text: "The conversation was closed." } as const;
    await closeIn(tx, { conversation, ending }, ctx);
    return conversation;
  });
  if (closed) await afterClosing(closed, ctx);
  return showConversation(id, ctx);
}

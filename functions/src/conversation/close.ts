import type { Conversation } from "@livechat/contract";
import { type Caller, canSupervise, isOwnVisitor } from "../auth/caller.ts";
import type { Context } from "../platform/context.ts";
import { notFound, refused } from "../platform/error.ts";
import { enqueueDrainOfAgentLater } from "../queue/enqueue.ts";
import { refreshSummaryLater } from "../queue/summary.ts";
import { conversations, type StoredConversation } from "../store/conversations.ts";
import { type Tx, transact } from "../store/transact.ts";
import { visitorSessions } from "../store/visitors.ts";
import { NO_BOT } from "./bot-turn.ts";
import { toApi } from "./read-conversation.ts";
import { prepareRelease } from "./release.ts";
import { readMemory } from "./routing-memory.ts";
import { type SystemSentence, Transition } from "./transition.ts";

function checkMayClose(conversation: StoredConversation, caller: Caller): void {
  if (caller.kind === "visitor") {
    if (!isOwnVisitor(conversation, caller)) throw notFound("conversation");
    return;
  }
  if (canSupervise(caller) || conversation.assignedAgentId === caller.id) return;
  throw refused("owner_only_close");
}

/** The visitor may start another conversation, and sticky routing remembers who owned this one. */
async function prepareSessionEnd(tx: Tx, conversation: StoredConversation, ctx: Context) {
  const ref = visitorSessions.ref(ctx.db, conversation.visitorId);
  const session = await tx.find(visitorSessions, conversation.visitorId);
  const { assignedAgentId } = conversation;
  const lastOwnerId = assignedAgentId ?? (await readMemory(tx, conversation, ctx)).lastAgentId;
  const lastAgentId = lastOwnerId ?? session?.lastAgentId ?? null;
  return () => {
    if (session?.openConversationId === conversation.id) {
      tx.update(ref, { openConversationId: null, lastAgentId });
    }
  };
}

/**
 * Ends an open conversation inside a transaction that has written nothing yet. After the commit the freed slot goes to
 * who waits, and the queue's summary loses a place.
 * @returns the conversation as it is from now on.
 */
export async function closeIn(
  tx: Tx,
  { conversation, ending }: { conversation: StoredConversation; ending: SystemSentence },
  ctx: Context,
): Promise<StoredConversation> {
  const [release, endSession] = await Promise.all([
    prepareRelease(tx, conversation, ctx),
    prepareSessionEnd(tx, conversation, ctx),
  ]);
  const transition = new Transition(tx, ctx, conversation);
  release.write(transition, "closed");
  endSession();
  transition.closeThread(ending);
  transition.set({
    status: "closed",
    closedAt: ctx.now(),
    queue: null,
    messageCounts: {},
    answerDueAt: null,
    inactivityDueAt: null,
    snoozedUntil: null,
    ...NO_BOT,
  });
  const closed = transition.write();
  const { status, assignedAgentId, groupId } = conversation;
  if (status === "active" && assignedAgentId) {
    tx.afterCommit(() => enqueueDrainOfAgentLater(assignedAgentId, ctx));
  }
  if (status === "pending") tx.afterCommit(() => refreshSummaryLater(groupId, ctx));
  return closed;
}

/**
 * Closes a conversation for its owner, its visitor, a supervisor or an admin. Closing a closed one changes nothing.
 * @throws ChatError `not_found` for strangers, `authorization` for other agents.
 */
export async function closeConversation(id: string, caller: Caller, ctx: Context): Promise<Conversation> {
  const closed = await transact(ctx, async (tx) => {
    const conversation = await tx.need(conversations, id);
    checkMayClose(conversation, caller);
    if (conversation.status === "closed") return conversation;
    const ending = {
      systemType: "conversation_closed",
      text: "The conversation was closed.",
      metadata: { closedBy: caller.kind },
    } as const;
    return closeIn(tx, { conversation, ending }, ctx);
  });
  // Not read again: it waits nowhere, so that nothing is left to count.
  return toApi(closed, ctx);
}

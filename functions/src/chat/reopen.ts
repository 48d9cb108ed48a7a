import type { Conversation } from "@livechat/contract";
import type { AgentCaller } from "../auth/caller.ts";
import { placeToWait, type WaitingPlace } from "../availability/group-hours.ts";
import { newAssignment } from "../conversation/new-assignment.ts";
import { findConversation, showConversation } from "../conversation/read-conversation.ts";
import { MOVED, memoryToMove } from "../conversation/routing-memory.ts";
import { Transition } from "../conversation/transition.ts";
import { groupThatTakes } from "../conversation/waiting-group.ts";
import type { Context } from "../platform/context.ts";
import { refused } from "../platform/error.ts";
import { enqueueAssignmentLater } from "../queue/enqueue.ts";
import { conversations, isFull, type StoredConversation } from "../store/conversations.ts";
import { type Tx, transact } from "../store/transact.ts";
import { visitorSessions } from "../store/visitors.ts";

interface Reopening {
  /** Where the conversation will wait: its own group, or the default one if its own was deleted meanwhile. */
  readonly groupId: string;
  write(transition: Transition): void;
}

/** A visitor's message goes by the group's hours; an agent reopens a conversation into its group whenever they like. */
async function placeOf(
  tx: Tx,
  { conversation, byVisitor }: { conversation: StoredConversation; byVisitor: boolean },
  ctx: Context,
): Promise<WaitingPlace> {
  const group = await groupThatTakes(tx, conversation.groupId, ctx);
  return byVisitor ? placeToWait(group, tx, ctx) : { group, channel: conversation.channel };
}

/**
 * Reads what a reopening needs and returns the step that does it: a new thread that waits for an agent, and after the
 * commit is routed anew.
 * Reads come first because a Firestore transaction reads before it writes.
 * @throws ChatError `conversation_closed` when the visitor has another open conversation by now.
 */
export async function prepareReopening(
  tx: Tx,
  { conversation, byVisitor }: { conversation: StoredConversation; byVisitor: boolean },
  ctx: Context,
): Promise<Reopening> {
  if (isFull(conversation)) {
    throw refused("conversation_full");
  }
  const sessionRef = visitorSessions.ref(ctx.db, conversation.visitorId);
  const session = await tx.find(visitorSessions, conversation.visitorId);
  if (session?.openConversationId) {
    throw refused("other_open_conversation");
  }
  const { group, channel } = await placeOf(tx, { conversation, byVisitor }, ctx);
  return {
    groupId: group.id,
    write(transition) {
      if (session) tx.update(sessionRef, { openConversationId: conversation.id });
      transition.openThread(null);
      transition.addSystemEvent({
        systemType: "conversation_reopened",
        text: "The conversation was reopened.",
      });
      transition.setWaiting(group);
      transition.set({
        groupId: group.id,
        channel,
        closedAt: null,
        firstResponseAt: null,
        ...MOVED,
      });
      const memory = { ...memoryToMove(conversation), timedOutAgentIds: [] };
      newAssignment(tx, { conversationId: conversation.id, memory }, ctx);
      tx.afterCommit(() => enqueueAssignmentLater(conversation.id, group.id, ctx));
    },
  };
}

/**
 * Opens a closed conversation again, for an agent who may see it: a new thread, routed anew.
 * @throws ChatError `not_found`, `authorization`, `not_allowed` when it is open, and as `prepareReopening`.
 */
export async function reopenConversation(
  id: string,
  caller: AgentCaller,
  ctx: Context,
): Promise<Conversation> {
  await findConversation(id, caller, ctx);
  await transact(ctx, async (tx) => {
    const conversation = await tx.need(conversations, id);
    if (conversation.status !== "closed") throw refused("conversation_open");
    const reopening = await prepareReopening(tx, { conversation, byVisitor: false }, ctx);
    const transition = new Transition(tx, ctx, conversation);
    reopening.write(transition);
    transition.write();
  });
  return showConversation(id, ctx);
}

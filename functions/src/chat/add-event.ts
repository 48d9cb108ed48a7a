import type { AddEvent, Event } from "@livechat/contract";
import type { Transaction } from "firebase-admin/firestore";
import { countForeignMessage } from "../agent/agent-stats.ts";
import { type Caller, oversees } from "../auth/caller.ts";
import { deadlinesAfter } from "../conversation/message-deadlines.ts";
import { sentIds } from "../conversation/sent-ids.ts";
import { Transition } from "../conversation/transition.ts";
import type { Context } from "../platform/context.ts";
import { ChatError, forbidden, notFound } from "../platform/error.ts";
import { enqueueAssignmentLater, enqueueDeadlineLater } from "../queue/enqueue.ts";
import { conversations, type StoredConversation } from "../store/conversations.ts";
import { eventRef, events } from "../store/events.ts";
import { serialized } from "../store/serialized.ts";
import { parseThreadId, threadId } from "../store/threads.ts";
import { prepareReopening } from "./reopen.ts";

interface Message {
  input: AddEvent;
  caller: Caller;
}

export interface AddedEvent {
  event: Event;
  /** False when the same message had been stored before: nothing was changed. */
  isNew: boolean;
}

/** Only the visitor, the owner, supervisors and admins write; only agents write private notes. */
function checkMayWrite(conversation: StoredConversation, { input, caller }: Message): void {
  if (caller.kind === "visitor") {
    if (conversation.visitorId !== caller.id) throw notFound("thread");
    if (input.visibility === "agents") throw forbidden("Private notes are for agents.");
    return;
  }
  if (conversation.assignedAgentId !== caller.id && !oversees(caller)) {
    throw forbidden("Only the owner of the conversation, supervisors and admins may write in it.");
  }
}

/** The event stored under the sender's id, wherever in the conversation it landed. */
async function findSent(tx: Transaction, conversation: StoredConversation, id: string, ctx: Context) {
  if (!sentIds.mayHold(conversation.sentIds, id)) return null;
  const refs = Array.from({ length: conversation.threadCount }, (_, i) =>
    eventRef(ctx.db, threadId(conversation.id, i + 1), id),
  );
  for (const snapshot of await tx.getAll(...refs)) {
    const event = events.parse(snapshot);
    if (event) return event;
  }
  return null;
}

function checkSame(stored: Event, { input, caller }: Message): void {
  const visibility = input.visibility ?? "all";
  if (stored.text !== input.text || stored.authorId !== caller.id || stored.visibility !== visibility) {
    throw new ChatError("already_exists", "Another message has this id.");
  }
}

/** An owner's messages are counted in the conversation until the ownership ends: no write more. */
function noteOwnMessage(transition: Transition, { id }: Caller): void {
  const { messageCounts } = transition.conversation;
  transition.set({ messageCounts: { ...messageCounts, [id]: (messageCounts[id] ?? 0) + 1 } });
}

/** The first answer of an agent is what a visitor waits for; notes do not count. */
function noteAgentMessage(transition: Transition, { input, caller }: Message, at: Date): void {
  if (caller.kind !== "agent") return;
  const { conversation } = transition;
  if (conversation.assignedAgentId === caller.id) noteOwnMessage(transition, caller);
  if (conversation.firstResponseAt === null && input.visibility !== "agents")
    transition.set({ firstResponseAt: at });
}

/** Deadlines that the message stops or starts. Messages that reopen a conversation find none. */
function moveDeadlines(transition: Transition, { input, caller }: Message, at: Date): string | null {
  const deadlines = deadlinesAfter(transition.conversation, {
    isByVisitor: caller.kind === "visitor",
    isByOwner: caller.id === transition.conversation.assignedAgentId,
    isNote: input.visibility === "agents",
    at,
  });
  transition.set(deadlines.fields);
  return deadlines.startsInactivityAt;
}

function append(transition: Transition, message: Message, ctx: Context): Event {
  const { input, caller } = message;
  noteAgentMessage(transition, message, ctx.now());
  return transition.addEvent({
    ...(input.id !== undefined && { id: input.id }),
    type: "message",
    authorType: caller.kind,
    authorId: caller.id,
    text: input.text,
    visibility: input.visibility ?? "all",
    metadata: input.metadata ?? {},
  });
}

/**
 * Appends a message to the conversation's active thread, whichever of its threads was named. A visitor's message to
 * a closed conversation reopens it.
 * @throws ChatError `not_found` when the thread is not there or not the visitor's, `authorization` when the agent may
 * not write, `already_exists` when the id stands for another message, `conversation_closed` for agents.
 */
export async function addEvent(thread: string, message: Message, ctx: Context): Promise<AddedEvent> {
  const named = parseThreadId(thread);
  if (!named) throw notFound("thread");
  const { conversationId } = named;
  const store = async (tx: Transaction) => {
    const conversation = conversations.parse(await tx.get(conversations.ref(ctx.db, named.conversationId)));
    if (!conversation || named.ordinal > conversation.threadCount) throw notFound("thread");
    const sent = message.input.id ? await findSent(tx, conversation, message.input.id, ctx) : null;
    // Who asks again for their own message gets it, also when they may write no more: it was stored when they might.
    if (sent?.authorId !== message.caller.id) checkMayWrite(conversation, message);
    if (sent) {
      checkSame(sent, message);
      return { event: sent, isNew: false, reopenedIn: null, inactivityAt: null };
    }
    const wasClosed = conversation.status === "closed";
    if (wasClosed && message.caller.kind === "agent") {
      throw new ChatError("conversation_closed", "The conversation is closed. Reopen it first.");
    }
    const reopening = wasClosed ? await prepareReopening(tx, { conversation, byVisitor: true }, ctx) : null;
    const transition = new Transition(tx, ctx, conversation);
    reopening?.write(transition);
    const event = append(transition, message, ctx);
    if (message.caller.kind === "agent" && conversation.assignedAgentId !== message.caller.id) {
      countForeignMessage(tx, ctx, message.caller.id);
    }
    const inactivityAt = wasClosed ? null : moveDeadlines(transition, message, ctx.now());
    transition.write();
    return { event, isNew: true, reopenedIn: reopening?.groupId ?? null, inactivityAt };
  };
  const stored = await serialized(ctx.db, conversationId, () => ctx.db.runTransaction(store));
  const { reopenedIn, inactivityAt, ...added } = stored;
  if (reopenedIn) await enqueueAssignmentLater(conversationId, reopenedIn, ctx);
  if (inactivityAt) await enqueueDeadlineLater({ kind: "inactivity", conversationId, at: inactivityAt }, ctx);
  return added;
}

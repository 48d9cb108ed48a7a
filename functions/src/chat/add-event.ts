import { type AddMessage, type Event, type EventFile, LIMITS } from "@livechat/contract";
import type { Caller } from "../auth/caller.ts";
import { deadlinesAfter } from "../conversation/message-deadlines.ts";
import { sentIds } from "../conversation/sent-ids.ts";
import { Transition } from "../conversation/transition.ts";
import { groupThatTakes } from "../conversation/waiting-group.ts";
import type { Context } from "../platform/context.ts";
import { ChatError, notFound, refused } from "../platform/error.ts";
import { enqueueDeadlineLater } from "../queue/enqueue.ts";
import { conversations, isFull, type StoredConversation } from "../store/conversations.ts";
import { dayOf } from "../store/days.ts";
import { eventByIdQuery, events } from "../store/events.ts";
import { writeFact } from "../store/facts.ts";
import { METRICS_VERSION } from "../store/progress.ts";
import { parseThreadId } from "../store/threads.ts";
import { type Tx, transact } from "../store/transact.ts";
import { visitorSessions } from "../store/visitors.ts";
import { checkMayWrite } from "./may-write.ts";
import { type Mentions, prepareMentions } from "./mentions.ts";
import { openConversation } from "./open-conversation.ts";
import { prepareVisitorWords } from "./prepare-words.ts";
import { prepareReopening } from "./reopen.ts";

interface Message {
  input: AddMessage;
  caller: Caller;
  attachment?: Attachment;
  /** Done once, when the message was stored and had not been before. */
  onStored?: () => Promise<void>;
}

/** A message whose sender may still be looked up while the conversation is read. */
type Posted = Omit<Message, "caller"> & { readonly caller: Caller | Promise<Caller> };

/** What a feature adds to a message: read and checked inside the message's transaction, written with the event. */
export interface Attachment {
  /** Which files; another message with the same id must name the same. */
  readonly fileIds: readonly string[];
  /** Reads and checks. @throws ChatError when the files cannot be attached to this conversation. */
  prepare(tx: Tx, conversation: StoredConversation): Promise<Prepared>;
}

export interface Prepared {
  readonly files: readonly EventFile[];
  /** Writes what belongs to the event. */
  write(event: Event): void;
}

export interface AddedEvent {
  event: Event;
  /** False when the same message had been stored before: nothing was changed. */
  isNew: boolean;
}

/** The event stored under the sender's id, wherever in the conversation it landed. One read, and only when it may be. */
export async function findSent(tx: Tx, conversation: StoredConversation, id: string, ctx: Context) {
  if (!sentIds.mayHold(conversation.sentIds, id)) return null;
  const [found] = events.parseAll((await tx.get(eventByIdQuery(ctx.db, conversation.id, id))).docs);
  return found ?? null;
}

function checkSame(stored: Event, { input, caller, attachment }: Message): void {
  const visibility = input.visibility ?? "all";
  const sameFiles = stored.files.map(({ id }) => id).join() === (attachment?.fileIds ?? []).join();
  if (
    !sameFiles ||
    stored.text !== input.text ||
    stored.authorId !== caller.id ||
    stored.visibility !== visibility
  ) {
    throw new ChatError("already_exists", "Another message has this id.");
  }
}

/** The first answer of an agent is what a visitor waits for; notes do not count. */
function noteAgentMessage(transition: Transition, { input, caller }: Message, at: Date): void {
  if (caller.kind !== "agent") return;
  const { conversation } = transition;
  if (conversation.firstResponseAt === null && input.visibility !== "agents")
    transition.set({ firstResponseAt: at });
}

/** Deadlines that the message stops or starts. @returns when one is due that needs a task. */
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

/** A message or note by somebody who does not own the conversation (a supervisor's) counts by a fact of its own. */
function noteForeignMessage(tx: Tx, event: Event, { groupId }: StoredConversation, ctx: Context): void {
  if (event.authorId === null) return;
  writeFact(tx, ctx.db, {
    id: `${event.conversationId}:m${event.seq}`,
    kind: "message",
    metricsVersion: METRICS_VERSION,
    agentId: event.authorId,
    groupId,
    at: event.createdAt,
    days: [dayOf(event.createdAt)],
  });
}

interface Appended extends Message {
  prepared: Prepared | undefined;
  mentions: Mentions;
}

function append(transition: Transition, message: Appended, ctx: Context): Event {
  const { input, caller, prepared, mentions } = message;
  noteAgentMessage(transition, message, ctx.now());
  const event = transition.addEvent({
    ...(input.id !== undefined && { id: input.id }),
    type: prepared ? "file" : "message",
    ...(prepared && { files: prepared.files }),
    authorType: caller.kind,
    authorId: caller.id,
    text: input.text,
    visibility: input.visibility ?? "all",
    metadata: input.metadata ?? {},
    mentions: mentions.agentIds,
  });
  prepared?.write(event);
  mentions.write();
  return event;
}

/**
 * Stores a message that is new, reopening the conversation when it is closed: a visitor's does, an agent's may not. A
 * visitor's first one puts the conversation into its queue, and any of theirs wakes a snoozed one.
 */
async function store(
  tx: Tx,
  { conversation, message }: { conversation: StoredConversation; message: Message },
  ctx: Context,
): Promise<Event> {
  const { id, status, assignedAgentId } = conversation;
  const { kind, id: callerId } = message.caller;
  const isClosed = status === "closed";
  if (conversation.lastSeq >= LIMITS.MAX_EVENTS_WHILE_OPEN) {
    throw refused("conversation_full_close");
  }
  if (isClosed && kind === "agent") {
    throw refused("closed_reopen_first");
  }
  const reopening = isClosed ? await prepareReopening(tx, { conversation, byVisitor: true }, ctx) : null;
  const words = kind === "visitor" && !isClosed ? await prepareVisitorWords(tx, conversation, ctx) : null;
  const prepared = await message.attachment?.prepare(tx, conversation);
  const { text, visibility } = message.input;
  const note = { text, isNote: visibility === "agents", caller: message.caller, ctx };
  const mentions = await prepareMentions(tx, conversation, note);
  const transition = new Transition(tx, ctx, conversation);
  reopening?.write(transition);
  words?.write(transition);
  const event = append(transition, { ...message, prepared, mentions }, ctx);
  if (kind === "agent" && assignedAgentId !== callerId) noteForeignMessage(tx, event, conversation, ctx);
  const dueAt = isClosed ? null : moveDeadlines(transition, message, ctx.now());
  transition.write();
  if (message.onStored) tx.afterCommit(message.onStored);
  if (dueAt) {
    const deadline = { kind: "inactivity", conversationId: id, at: dueAt } as const;
    tx.afterCommit(() => enqueueDeadlineLater(deadline, ctx));
  }
  return event;
}

function continuesElsewhere(conversation: StoredConversation, { caller }: Message): boolean {
  return caller.kind === "visitor" && conversation.status === "closed" && isFull(conversation);
}

/**
 * A visitor's message to a closed conversation that has grown as long as it may opens a new one: the event that is
 * returned names it. Repeated, it is found there.
 * @throws ChatError `conversation_closed` for a message with files, and when another conversation is open.
 */
async function continueElsewhere(
  tx: Tx,
  { conversation, message }: { conversation: StoredConversation; message: Message },
  ctx: Context,
): Promise<AddedEvent> {
  const { input, caller, attachment } = message;
  const session = await tx.need(visitorSessions, conversation.visitorId);
  const open = session.openConversationId ? await tx.find(conversations, session.openConversationId) : null;
  const sent = open && input.id ? await findSent(tx, open, input.id, ctx) : null;
  if (sent) {
    checkSame(sent, message);
    return { event: sent, isNew: false };
  }
  if (open || attachment) {
    throw refused("conversation_full");
  }
  const group = await groupThatTakes(tx, conversation.groupId, ctx);
  const owner = { visitorId: caller.id, secret: "", session, verifiedAt: caller.verifiedAt };
  const { message: event } = await openConversation(
    tx,
    {
      owner,
      groupId: group.id,
      widgetId: conversation.widgetId,
      facts: {},
      metadata: conversation.metadata,
      consentVersion: null,
      firstEvents: [],
      message: input.text,
      messageId: input.id,
      isOffline: false,
      asksRating: conversation.asksRating,
    },
    ctx,
  );
  if (!event) throw new Error("A conversation that begins with a message has it.");
  return { event, isNew: true };
}

/**
 * Appends a message to the conversation's active thread, whichever of its threads was named. A visitor's message to
 * a closed conversation reopens it. The sender is awaited once the conversation is read, before anything is decided.
 * @throws ChatError `not_found` when the thread is not there or not the visitor's, `authorization` when the agent may
 * not write, `already_exists` when the id stands for another message, `conversation_closed` for agents.
 */
export async function addEvent(thread: string, posted: Posted, ctx: Context): Promise<AddedEvent> {
  const named = parseThreadId(thread);
  if (!named) throw notFound("thread");
  const { conversationId, ordinal } = named;
  const add = async (tx: Tx): Promise<AddedEvent> => {
    const conversation = await tx.find(conversations, conversationId);
    const message: Message = { ...posted, caller: await posted.caller };
    if (!conversation || ordinal > conversation.threadCount) throw notFound("thread");
    const sent = message.input.id ? await findSent(tx, conversation, message.input.id, ctx) : null;
    // Who asks again for their own message gets it, also when they may write no more: it was stored when they might.
    if (sent?.authorId !== message.caller.id) {
      const { caller, input } = message;
      await checkMayWrite(tx, conversation, { caller, visibility: input.visibility });
    }
    if (!sent && continuesElsewhere(conversation, message))
      return continueElsewhere(tx, { conversation, message }, ctx);
    if (!sent) return { event: await store(tx, { conversation, message }, ctx), isNew: true };
    checkSame(sent, message);
    return { event: sent, isNew: false };
  };
  return transact(ctx, add, { key: conversationId, repeatable: true });
}

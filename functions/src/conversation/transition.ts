import type { AuthorType, Event, EventFile, SystemType, Visibility } from "@livechat/contract";
import { LIMITS } from "@livechat/contract";
import { FieldValue, type Timestamp } from "firebase-admin/firestore";
import type { Context } from "../platform/context.ts";
import type { StoredAgent } from "../store/agents.ts";
import type { Fields } from "../store/collection.ts";
import { conversations, type StoredConversation } from "../store/conversations.ts";
import { eventRef } from "../store/events.ts";
import type { StoredGroup } from "../store/groups.ts";
import { threadId, threads } from "../store/threads.ts";
import type { Tx } from "../store/transact.ts";
import { NO_BOT, writeBotTurn } from "./bot-turn.ts";
import { Measured, type Released } from "./measured.ts";
import { conversationOccurred, messageOccurred } from "./occurrences.ts";
import { sentIds } from "./sent-ids.ts";
import { whatHappened } from "./what-happened.ts";

/** What the system says: in English for readers of the API, and as facts that clients word in their own language. */
export interface SystemSentence {
  readonly systemType: SystemType;
  readonly text: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** No visitor's id: theirs have 20 letters and digits. */
const NOBODY = "-";

interface NewEvent {
  id?: string;
  type: "message" | "system" | "file" | "form" | "choices";
  authorType: AuthorType;
  authorId: string | null;
  text: string;
  systemType?: SystemType;
  visibility?: Visibility;
  metadata?: Record<string, unknown>;
  isAi?: boolean;
  /** Of type `file` only. */
  files?: readonly EventFile[];
  /** Of notes only. */
  mentions?: readonly string[];
}

/** A time as it will be read: a server timestamp is the time of the commit, which is about now. */
function asRead(value: unknown, at: Date): unknown {
  if (value instanceof Date) return value.toISOString();
  return value instanceof FieldValue ? at.toISOString() : value;
}

/** The same for a field and, one level down, for `queue` and `lastMessage`. */
function asStored(field: unknown, at: Date): unknown {
  const read = asRead(field, at);
  if (read === null || typeof read !== "object" || Array.isArray(read)) return read;
  return Object.fromEntries(Object.entries(read).map(([key, value]) => [key, asRead(value, at)]));
}

/**
 * One change of a conversation inside a transaction: events, threads and fields are collected against the
 * conversation that the transaction has read, and `write()` writes the conversation once. The invariants of events and
 * threads live here: seq counts without gaps, at most one thread is active, a closed thread ends with its event.
 */
export class Transition {
  private readonly at: Date;
  private readonly fields: Partial<Fields<StoredConversation>> = {};
  private threadCount: number;
  private lastSeq: number;
  private activeThreadId: string | null;
  /** Of all events, whoever chose the id: a sender may repeat a message with the id that the answer gave it. */
  private sentIds: string;
  /** What closing the last thread writes to it, until it is known whether a next thread follows: one write for both. */
  private lastThreadChange: { status: "closed"; endedAt: Date } | null = null;

  /** Whether the conversation is written for the first time. */
  private isNew = false;
  private isTransfer = false;
  private readonly messages: Event[] = [];
  private readonly measured: Measured;
  /** The event with which the last thread ended. */
  private closing: Event | null = null;

  constructor(
    private readonly tx: Tx,
    private readonly ctx: Context,
    readonly conversation: StoredConversation,
  ) {
    this.at = ctx.now();
    this.threadCount = conversation.threadCount;
    this.lastSeq = conversation.lastSeq;
    this.activeThreadId = conversation.activeThreadId;
    this.sentIds = conversation.sentIds;
    this.measured = new Measured(conversation, this.at.getTime());
  }

  /** The first transition of a conversation that is not stored yet. */
  static create(tx: Tx, ctx: Context, conversation: StoredConversation): Transition {
    const transition = new Transition(tx, ctx, conversation);
    transition.isNew = true;
    return transition;
  }

  /** Appends an event to the active thread. @throws when there is none, which is a mistake of the caller. */
  addEvent(event: NewEvent): Event {
    if (this.activeThreadId === null) throw new Error("An event needs an active thread.");
    this.lastSeq += 1;
    const id = event.id ?? this.ctx.newId();
    this.sentIds = sentIds.with(this.sentIds, id);
    const written = {
      id,
      conversationId: this.conversation.id,
      threadId: this.activeThreadId,
      seq: this.lastSeq,
      type: event.type,
      authorType: event.authorType,
      authorId: event.authorId,
      text: event.text,
      systemType: event.systemType ?? null,
      visibility: event.visibility ?? "all",
      metadata: event.metadata ?? {},
    };
    const isAi = event.isAi === true && { isAi: true };
    this.createEvent(event, { ...written, ...isAi });
    if (event.type !== "system" && written.visibility === "all") this.noteLastMessage(event);
    if (event.systemType === "transferred") this.isTransfer = true;
    const mentions = [...(event.mentions ?? [])];
    const files = [...(event.files ?? [])];
    const shown = { ...written, ...isAi, mentions, files, createdAt: this.at.toISOString() };
    if (event.type !== "system" && event.authorType !== "system") this.messages.push(shown);
    this.measured.wrote(shown);
    return shown;
  }

  /** Stores an event, without the lists that it has none of. */
  private createEvent({ files, mentions = [] }: NewEvent, written: { id: string; threadId: string }): void {
    this.tx.create(eventRef(this.ctx.db, written.threadId, written.id), {
      ...written,
      ...(files && { files }),
      ...(mentions.length > 0 && { mentions }),
      visitorId: this.listeningVisitor(),
      createdAt: this.at,
    });
  }

  /** Whose browser hears of an event: nobody's while the visitor is banned, for a sign-in may live on for an hour. */
  private listeningVisitor(): string {
    const { visitorId, visitorBannedUntil } = this.conversation;
    return visitorBannedUntil !== null && new Date(visitorBannedUntil) > this.at ? NOBODY : visitorId;
  }

  /** `id`: the sender's own. */
  addVisitorMessage(text: string, id?: string) {
    const authorId = this.conversation.visitorId;
    return this.addEvent({ ...(id && { id }), type: "message", authorType: "visitor", authorId, text });
  }

  addSystemEvent({ systemType, text, metadata = {} }: SystemSentence, visibility: Visibility = "all"): Event {
    const author = { authorType: "system", authorId: null } as const;
    return this.addEvent({ type: "system", ...author, text, systemType, metadata, visibility });
  }

  /** By whose hours durations are measured from now on. */
  keepHoursOf({ scheduleId }: Pick<StoredGroup, "scheduleId">): void {
    this.measured.keepsHoursOf(scheduleId);
  }

  /** Ends the ownership of the active thread, for its metrics: before the thread is closed. */
  release(released: Released): void {
    if (this.activeThreadId !== null) this.measured.wasReleased(this.activeThreadId, released);
  }

  /** Ends the active thread with a system event that says why. Does nothing when no thread is active. */
  closeThread(reason: SystemSentence): void {
    if (this.activeThreadId === null) return;
    this.closing = this.addSystemEvent(reason);
    this.lastThreadChange = { status: "closed", endedAt: this.at };
    this.activeThreadId = null;
  }

  /** Starts the next thread, owned by an agent or, while the conversation waits, by nobody. */
  openThread(owner: Pick<StoredAgent, "id" | "kind"> | null): string {
    if (this.activeThreadId !== null) throw new Error("A conversation has at most one active thread.");
    const previousThreadId = this.threadCount > 0 ? threadId(this.conversation.id, this.threadCount) : null;
    this.threadCount += 1;
    const id = threadId(this.conversation.id, this.threadCount);
    this.tx.create(threads.ref(this.ctx.db, id), {
      id,
      conversationId: this.conversation.id,
      visitorId: this.conversation.visitorId,
      status: "active",
      agentId: owner?.id ?? null,
      previousThreadId,
      nextThreadId: null,
      startedAt: this.at,
      endedAt: null,
    });
    if (previousThreadId) {
      this.tx.update(threads.ref(this.ctx.db, previousThreadId), {
        ...this.lastThreadChange,
        nextThreadId: id,
      });
      this.lastThreadChange = null;
    }
    this.activeThreadId = id;
    if (owner) this.measured.tookOver({ agentId: owner.id, isBot: owner.kind === "bot" });
    return id;
  }

  /** Sets fields of the conversation. */
  set(fields: Partial<Fields<StoredConversation>>): void {
    Object.assign(this.fields, fields);
  }

  /**
   * Puts the conversation into its group's queue: at the end, in the order of commits and not of our clocks, or at the
   * place of a time at which it began to wait before.
   */
  setWaiting(
    group: Pick<StoredGroup, "scheduleId">,
    queuedAt: Date | FieldValue = FieldValue.serverTimestamp(),
  ): void {
    this.keepHoursOf(group);
    this.measured.waits();
    this.set({
      status: "pending",
      assignedAgentId: null,
      assignedAt: null,
      queue: { queuedAt },
      answerDueAt: null,
      inactivityDueAt: null,
      snoozedUntil: null,
      ...NO_BOT,
    });
  }

  /**
   * Writes the conversation: the last step, once.
   * @param unchangedSince the commit fails with FAILED_PRECONDITION when the conversation has changed since then: for
   * who read it outside of the transaction.
   * @returns the conversation as it is from now on.
   */
  write(unchangedSince?: Timestamp): StoredConversation {
    if (this.lastThreadChange) {
      const last = threadId(this.conversation.id, this.threadCount);
      this.tx.update(threads.ref(this.ctx.db, last), this.lastThreadChange);
    }
    const ref = conversations.ref(this.ctx.db, this.conversation.id);
    this.tellBot();
    const own = {
      ...this.fields,
      threadCount: this.threadCount,
      lastSeq: this.lastSeq,
      activeThreadId: this.activeThreadId,
      sentIds: this.sentIds,
      updatedAt: this.at,
    };
    const changed = { ...own, ...this.measured.fieldsAfter(this.after(own), this.closing) };
    this.measured.write(this.tx, this.ctx.db);
    if (this.isNew) this.tx.create(ref, { ...this.conversation, createdAt: this.at, ...changed });
    else if (unchangedSince) this.tx.update(ref, changed, { lastUpdateTime: unchangedSince });
    else this.tx.update(ref, changed);
    const now = this.after(changed);
    this.tell(now);
    return now;
  }

  /** Tells the bot that owns the conversation what its visitor has written. */
  private tellBot(): void {
    const { lastSeq, activeThreadId: threadId } = this;
    const after = this.after({ ...this.fields, lastSeq, activeThreadId: threadId });
    const hasVisitorWritten = this.messages.some(({ authorType }) => authorType === "visitor");
    this.set(writeBotTurn(this.tx, { before: this.conversation, after, hasVisitorWritten }, this.ctx));
  }

  /** The conversation with these fields, as it will be read. */
  private after(changed: object): StoredConversation {
    const fields = Object.entries(changed).map(([name, value]) => [name, asStored(value, this.at)]);
    return { ...this.conversation, ...Object.fromEntries(fields) };
  }

  /** Tells what this change made happen, with the conversation and its messages as they are from now on. */
  private tell(now: StoredConversation): void {
    const before = this.isNew ? null : this.conversation;
    const { beginnings, results } = whatHappened({ before, after: now, isTransfer: this.isTransfer });
    const { status, assignedAgentId, groupId } = this.conversation;
    const previous = { status, assignedAgentId, groupId };
    const what = this.isNew ? { now } : { now, previous };
    for (const type of beginnings) conversationOccurred(this.tx, type, what);
    for (const message of this.messages) messageOccurred(this.tx, message, now);
    for (const type of results) conversationOccurred(this.tx, type, what);
  }

  private noteLastMessage({ text, files = [], authorType }: NewEvent): void {
    const preview = text === "" ? files.map(({ name }) => name).join(", ") : text;
    const cut = preview.slice(0, LIMITS.MAX_LAST_MESSAGE_CHARS);
    this.set({
      lastMessage: { text: cut.isWellFormed() ? cut : cut.slice(0, -1), authorType, createdAt: this.at },
      ...(files.length > 0 && { hasFiles: true }),
    });
  }
}

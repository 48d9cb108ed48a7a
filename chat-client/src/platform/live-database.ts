import type { Agent, Conversation, Event, Group } from "@livechat/contract";
import type { ChatError } from "./chat-error.ts";
import type { Dispose } from "./disposables.ts";

/** A conversation as listeners get it. The place in the queue is not in it: see `QueueSummary`. */
export type LiveConversation = Omit<Conversation, "queue"> & { queue: { queuedAt: string } | null };

/** What a participant says of itself. Times are RFC 3339. */
export interface Participant {
  uid: string;
  typingUntil: string | null;
  lastSeenSeq: number;
  lastSeenAt: string | null;
}

/** A group's queue at a glance: how many wait, and since when the first of them do, in order. */
export interface QueueSummary {
  waiting: number;
  queuedAt: string[];
}

export interface Notification {
  id: string;
  type: string;
  conversationId: string;
  text: string;
  read: boolean;
  createdAt: string;
}

export interface Visitor {
  id: string;
  name: string | null;
  email: string | null;
  locale: string | null;
  metadata: Record<string, unknown>;
}

export interface Observer<T> {
  /** `isCurrent` is false while the value comes from memory because the connection is lost. */
  next(value: T, isCurrent: boolean): void;
  /** The listener has ended. */
  failed(error: ChatError): void;
}

export interface ParticipantUpdate {
  typingUntil?: number;
  lastSeenSeq?: number;
}

/** The database as clients use it: listeners that never stop by themselves but for a refusal, and one write. */
export interface LiveDatabase {
  /** Signs in; the session renews itself from then on. */
  signIn(customToken: string): Promise<void>;
  /** Told when the sign-in was lost and could not be renewed. */
  onSignedOut(listener: () => void): Dispose;
  watchConversation(id: string, observer: Observer<LiveConversation | null>): Dispose;
  /** All events of a conversation in order: for a visitor those that are visible to all, else every one. */
  watchEvents(of: { conversationId: string; visitorId?: string }, observer: Observer<Event[]>): Dispose;
  watchParticipants(conversationId: string, observer: Observer<Participant[]>): Dispose;
  watchQueueSummary(groupId: string, observer: Observer<QueueSummary | null>): Dispose;
  watchAgent(id: string, observer: Observer<Agent | null>): Dispose;
  watchAgents(observer: Observer<Agent[]>): Dispose;
  watchGroups(observer: Observer<Group[]>): Dispose;
  watchVisitor(id: string, observer: Observer<Visitor | null>): Dispose;
  watchOwnConversations(agentId: string, observer: Observer<LiveConversation[]>): Dispose;
  /** The first waiting conversations of a group, the longest-waiting first. */
  watchWaiting(groupId: string, observer: Observer<LiveConversation[]>): Dispose;
  /** Writes the caller's own mark. Times are milliseconds of the server's clock. */
  updateParticipant(conversationId: string, uid: string, update: ParticipantUpdate): Promise<void>;
  close(): Promise<void>;
}

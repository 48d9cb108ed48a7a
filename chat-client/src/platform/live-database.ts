import type { Agent, Conversation, Event, Group, Notification } from "@livechat/contract";
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

/** Which of a group's conversations are watched. */
export interface GroupConversations {
  groupId: string;
  status: "active" | "snoozed" | "closed";
}

export interface Visitor {
  id: string;
  name: string | null;
  email: string | null;
  locale: string | null;
  metadata: Record<string, unknown>;
  /** What was stored before there were any has none of these. */
  externalId?: string | null;
  /** Whether the company's server has signed who this is. */
  verified?: boolean;
  /** Two letters (ISO 3166-1). */
  country?: string | null;
  /** What the company's systems say of this person. */
  attributes?: Record<string, unknown>;
}

export interface Observer<T> {
  /** `isCurrent` is false while the value comes from memory because the connection is lost. */
  next(value: T, isCurrent: boolean): void;
  /** Nothing more will come. */
  failed(error: ChatError): void;
}

/** Who takes part in a conversation, as far as the other side is concerned. */
export interface ConversationSides {
  conversationId: string;
  visitorId: string;
  /** Which side asks. */
  asks: "visitor" | "agent";
}

/** What a person writes of themself. Times are milliseconds of the server's clock. */
export interface ParticipantUpdate {
  typingUntil?: number;
  lastSeenSeq?: number;
}

/** Events at the end of a conversation that are listened to; earlier ones are read page by page. */
export const NEWEST_EVENTS = 200;

/** What can be watched: by Firestore's listeners, or by asking the API again and again. */
export interface LiveSource {
  watchConversation(id: string, observer: Observer<LiveConversation | null>): Dispose;
  /** The newest events in order: for a visitor those that are visible to all, else every one. */
  watchEvents(of: { conversationId: string; visitorId?: string }, observer: Observer<Event[]>): Dispose;
  /** The other side: for a visitor the agents, for an agent the visitor. */
  watchOtherSide(sides: ConversationSides, observer: Observer<Participant[]>): Dispose;
  watchQueueSummary(groupId: string, observer: Observer<QueueSummary | null>): Dispose;
  watchAgents(observer: Observer<Agent[]>): Dispose;
  watchGroups(observer: Observer<Group[]>): Dispose;
  watchVisitor(id: string, observer: Observer<Visitor | null>): Dispose;
  watchOwnConversations(agentId: string, observer: Observer<LiveConversation[]>): Dispose;
  /** The first waiting conversations of a group, the longest-waiting first. */
  watchWaiting(groupId: string, observer: Observer<LiveConversation[]>): Dispose;
  /** A group's running, snoozed or closed conversations, the newest activity first. */
  watchGroupConversations(of: GroupConversations, observer: Observer<LiveConversation[]>): Dispose;
  /** What an agent was told last, the newest first. */
  watchNotifications(agentId: string, observer: Observer<Notification[]>): Dispose;
}

/** The database as clients use it: listeners that never stop by themselves but for a refusal, and one write. */
export interface LiveDatabase extends LiveSource {
  /** Signs in; the session renews itself from then on. */
  signIn(customToken: string): Promise<void>;
  /** Told when the sign-in was lost and could not be renewed. */
  onSignedOut(listener: () => void): Dispose;
  /** Writes the caller's own document among the participants. */
  updateParticipant(sides: ConversationSides, uid: string, update: ParticipantUpdate): Promise<void>;
  close(): Promise<void>;
}

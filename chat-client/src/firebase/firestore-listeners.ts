import type { Agent, Event, Group, Notification } from "@livechat/contract";
import {
  type CollectionReference,
  collection,
  collectionGroup,
  type DocumentReference,
  type DocumentSnapshot,
  doc,
  type Firestore,
  type FirestoreError,
  limit,
  limitToLast,
  onSnapshot,
  orderBy,
  type Query,
  type QuerySnapshot,
  query,
  type SnapshotMetadata,
  serverTimestamp,
  setDoc,
  Timestamp,
  where,
} from "firebase/firestore";
import { ChatError, type ChatErrorType } from "../platform/chat-error.ts";
import type { Dispose } from "../platform/disposables.ts";
import type { GroupConversations } from "../platform/live-database.ts";
import {
  type ConversationSides,
  type LiveConversation,
  type LiveDatabase,
  NEWEST_EVENTS,
  type Observer,
  type Participant,
  type ParticipantUpdate,
  type QueueSummary,
  type Visitor,
} from "../platform/live-database.ts";
import type { Pace } from "../platform/pace.ts";

/** How many waiting conversations of a group are listened to. */
const WAITING_SHOWN = 50;
/** How many of a group's conversations of one status. */
const GROUP_CONVERSATIONS_SHOWN = 200;
const NOTIFICATIONS_SHOWN = 50;

const ERROR_TYPES: Readonly<Record<string, ChatErrorType>> = {
  "permission-denied": "authorization",
  unauthenticated: "authentication",
  unavailable: "network",
  "auth/network-request-failed": "network",
  "auth/invalid-custom-token": "authentication",
};

/** An error of the SDK as ours. */
export function toError(cause: unknown): ChatError {
  const { code = "", message = String(cause) } = cause as Partial<FirestoreError>;
  return new ChatError(ERROR_TYPES[code] ?? "internal", message, { cause });
}

/** Timestamps become RFC 3339 strings, as the API has them. */
function plain(value: unknown): unknown {
  if (value instanceof Timestamp) return value.toDate().toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

/** Says too when what is in memory has been confirmed, or may be old. */
const CURRENT = { includeMetadataChanges: true };

function participantOf(found: DocumentSnapshot): Participant {
  const stored = plain(found.data({ serverTimestamps: "estimate" })) as Partial<Participant>;
  return { typingUntil: null, lastSeenSeq: 0, lastSeenAt: null, ...stored, uid: found.id };
}

/** What is listened to and written in Firestore, for whoever the database is signed in as. */
export class FirestoreListeners implements Omit<LiveDatabase, "signIn" | "onSignedOut" | "close"> {
  /** @param pace of the lists of which many documents may change at a time. */
  constructor(
    protected readonly db: Firestore,
    private readonly pace: Pace,
  ) {}

  watchConversation(id: string, observer: Observer<LiveConversation | null>): Dispose {
    return this.watchDocument(doc(this.db, "conversations", id), observer);
  }

  watchEvents(
    { conversationId, visitorId }: { conversationId: string; visitorId?: string },
    observer: Observer<Event[]>,
  ): Dispose {
    const visible = visitorId ? [where("visitorId", "==", visitorId), where("visibility", "==", "all")] : [];
    const events = collectionGroup(this.db, "events");
    return this.watchQuery(
      query(
        events,
        where("conversationId", "==", conversationId),
        ...visible,
        orderBy("seq"),
        limitToLast(NEWEST_EVENTS),
      ),
      observer,
    );
  }

  watchOtherSide(sides: ConversationSides, observer: Observer<Participant[]>): Dispose {
    const participants = this.participantsOf(sides.conversationId);
    const bring = (found: DocumentSnapshot[], { fromCache }: SnapshotMetadata) =>
      observer.next(found.filter((one) => one.exists()).map(participantOf), !fromCache);
    const failed = (error: FirestoreError) => observer.failed(toError(error));
    if (sides.asks === "agent") {
      const visitor = doc(participants, sides.visitorId);
      return onSnapshot(visitor, CURRENT, (found) => bring([found], found.metadata), failed);
    }
    // The rules answer this without reading anything.
    const agents = query(
      participants,
      where("visitorId", "==", sides.visitorId),
      where("kind", "==", "agent"),
    );
    return onSnapshot(agents, CURRENT, (found) => bring(found.docs, found.metadata), failed);
  }

  watchQueueSummary(groupId: string, observer: Observer<QueueSummary | null>): Dispose {
    return this.watchDocument(doc(this.db, "queues", groupId), observer);
  }

  watchAgents(observer: Observer<Agent[]>): Dispose {
    return this.watchList(query(collection(this.db, "agents"), where("isDeleted", "==", false)), observer);
  }

  watchGroups(observer: Observer<Group[]>): Dispose {
    return this.watchQuery(query(collection(this.db, "groups"), where("isDeleted", "==", false)), observer);
  }

  watchVisitor(id: string, observer: Observer<Visitor | null>): Dispose {
    return this.watchDocument(doc(this.db, "visitors", id), observer);
  }

  watchOwnConversations(agentId: string, observer: Observer<LiveConversation[]>): Dispose {
    const own = [where("assignedAgentId", "==", agentId), where("status", "==", "active")];
    return this.watchList(query(collection(this.db, "conversations"), ...own), observer);
  }

  watchWaiting(groupId: string, observer: Observer<LiveConversation[]>): Dispose {
    const waiting = [where("groupId", "==", groupId), where("status", "==", "pending")];
    const inOrder = [orderBy("queue.queuedAt"), limit(WAITING_SHOWN)];
    return this.watchList(query(collection(this.db, "conversations"), ...waiting, ...inOrder), observer);
  }

  watchGroupConversations(
    { groupId, status }: GroupConversations,
    observer: Observer<LiveConversation[]>,
  ): Dispose {
    const some = [where("groupId", "==", groupId), where("status", "==", status)];
    const inOrder = [orderBy("updatedAt", "desc"), limit(GROUP_CONVERSATIONS_SHOWN)];
    return this.watchList(query(collection(this.db, "conversations"), ...some, ...inOrder), observer);
  }

  watchNotifications(agentId: string, observer: Observer<Notification[]>): Dispose {
    const inOrder = [orderBy("createdAt", "desc"), limit(NOTIFICATIONS_SHOWN)];
    return this.watchQuery(
      query(collection(this.db, "agents", agentId, "notifications"), ...inOrder),
      observer,
    );
  }

  async updateParticipant(
    { conversationId, visitorId, asks }: ConversationSides,
    uid: string,
    { typingUntil, lastSeenSeq }: ParticipantUpdate,
  ): Promise<void> {
    const changes = {
      kind: asks,
      visitorId,
      updatedAt: serverTimestamp(),
      ...(typingUntil !== undefined && { typingUntil: Timestamp.fromMillis(typingUntil) }),
      ...(lastSeenSeq !== undefined && { lastSeenSeq, lastSeenAt: serverTimestamp() }),
    };
    try {
      await setDoc(doc(this.participantsOf(conversationId), uid), changes, { merge: true });
    } catch (error) {
      throw toError(error);
    }
  }

  private participantsOf(conversationId: string): CollectionReference {
    return collection(this.db, "conversations", conversationId, "participants");
  }

  private watchDocument<T>(reference: DocumentReference, observer: Observer<T | null>): Dispose {
    return onSnapshot(
      reference,
      CURRENT,
      (snapshot) => {
        const { fromCache } = snapshot.metadata;
        // While the connection is lost, "not there" means only "not in memory".
        if (fromCache && !snapshot.exists()) return;
        observer.next(snapshot.exists() ? (plain(snapshot.data()) as T) : null, !fromCache);
      },
      (error) => observer.failed(toError(error)),
    );
  }

  private watchQuery<T>(asked: Query, observer: Observer<T[]>): Dispose {
    const found = new FoundDocuments<T>();
    return onSnapshot(
      asked,
      CURRENT,
      (snapshot) => {
        found.take(snapshot);
        observer.next(found.all(), !snapshot.metadata.fromCache);
      },
      (error) => observer.failed(toError(error)),
    );
  }

  /** As `watchQuery`, at the pace of lists. Whether it is current is told at once. */
  private watchList<T>(asked: Query, observer: Observer<T[]>): Dispose {
    const found = new FoundDocuments<T>();
    const telling = this.pace.telling();
    let wasCurrent: boolean | null = null;
    const stop = onSnapshot(
      asked,
      CURRENT,
      (snapshot) => {
        found.take(snapshot);
        const isCurrent = !snapshot.metadata.fromCache;
        const tell = () => observer.next(found.all(), isCurrent);
        if (isCurrent === wasCurrent) telling.tell(tell);
        else telling.tellNow(tell);
        wasCurrent = isCurrent;
      },
      (error) => {
        telling.stop();
        observer.failed(toError(error));
      },
    );
    return () => {
      stop();
      telling.stop();
    };
  }
}

/**
 * The documents of a query. One that has not changed stays the same object: with hundreds of them, each change costs the
 * one, here and for whoever draws them.
 */
class FoundDocuments<T> {
  private readonly byPath = new Map<string, T>();
  private latest: QuerySnapshot | null = null;

  take(snapshot: QuerySnapshot): void {
    for (const { type, doc: changed } of snapshot.docChanges(CURRENT)) {
      if (type === "removed") this.byPath.delete(changed.ref.path);
      else this.byPath.set(changed.ref.path, plain(changed.data()) as T);
    }
    this.latest = snapshot;
  }

  /** In the query's order. */
  all(): T[] {
    const found = this.latest?.docs ?? [];
    return found.map(({ ref }) => this.byPath.get(ref.path) as T);
  }
}

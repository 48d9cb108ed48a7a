import type { Agent, Event, Group } from "@livechat/contract";
import {
  collection,
  collectionGroup,
  type DocumentReference,
  doc,
  type Firestore,
  type FirestoreError,
  limit,
  onSnapshot,
  orderBy,
  type Query,
  query,
  serverTimestamp,
  setDoc,
  Timestamp,
  where,
} from "firebase/firestore";
import { ChatError, type ChatErrorType } from "./chat-error.ts";
import type {
  Board,
  LiveConversation,
  LiveDatabase,
  Mark,
  Observer,
  Participant,
  Visitor,
} from "./live-database.ts";
import type { Stop } from "./value.ts";

/** How many waiting conversations of a group are listened to. */
const WAITING_SHOWN = 50;

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

/** What is listened to and written in Firestore, for whoever the database is signed in as. */
export class FirestoreListeners implements Omit<LiveDatabase, "signIn" | "onSignedOut" | "close"> {
  constructor(protected readonly db: Firestore) {}

  watchConversation(id: string, observer: Observer<LiveConversation | null>): Stop {
    return this.watchDocument(doc(this.db, "conversations", id), observer);
  }

  watchEvents(
    { conversationId, visitorId }: { conversationId: string; visitorId?: string },
    observer: Observer<Event[]>,
  ): Stop {
    const visible = visitorId ? [where("visitorId", "==", visitorId), where("visibility", "==", "all")] : [];
    const events = collectionGroup(this.db, "events");
    return this.watchQuery(
      query(events, where("conversationId", "==", conversationId), ...visible, orderBy("seq")),
      observer,
    );
  }

  watchParticipants(conversationId: string, observer: Observer<Participant[]>): Stop {
    const participants = collection(this.db, "conversations", conversationId, "participants");
    const options = { includeMetadataChanges: true };
    return onSnapshot(
      participants,
      options,
      (snapshot) => {
        const marks = snapshot.docs.map((found) => {
          const stored = plain(found.data({ serverTimestamps: "estimate" })) as Partial<Participant>;
          return { typingUntil: null, lastSeenSeq: 0, lastSeenAt: null, ...stored, uid: found.id };
        });
        observer.next(marks, !snapshot.metadata.fromCache);
      },
      (error) => observer.failed(toError(error)),
    );
  }

  watchBoard(groupId: string, observer: Observer<Board | null>): Stop {
    return this.watchDocument(doc(this.db, "queues", groupId), observer);
  }

  watchAgent(id: string, observer: Observer<Agent | null>): Stop {
    return this.watchDocument(doc(this.db, "agents", id), observer);
  }

  watchAgents(observer: Observer<Agent[]>): Stop {
    return this.watchQuery(query(collection(this.db, "agents"), where("isDeleted", "==", false)), observer);
  }

  watchGroups(observer: Observer<Group[]>): Stop {
    return this.watchQuery(query(collection(this.db, "groups"), where("isDeleted", "==", false)), observer);
  }

  watchVisitor(id: string, observer: Observer<Visitor | null>): Stop {
    return this.watchDocument(doc(this.db, "visitors", id), observer);
  }

  watchOwnConversations(agentId: string, observer: Observer<LiveConversation[]>): Stop {
    const own = [where("assignedAgentId", "==", agentId), where("status", "==", "active")];
    return this.watchQuery(query(collection(this.db, "conversations"), ...own), observer);
  }

  watchWaiting(groupId: string, observer: Observer<LiveConversation[]>): Stop {
    const waiting = [where("groupId", "==", groupId), where("status", "==", "pending")];
    const inOrder = [orderBy("queue.queuedAt"), limit(WAITING_SHOWN)];
    return this.watchQuery(query(collection(this.db, "conversations"), ...waiting, ...inOrder), observer);
  }

  async mark(conversationId: string, uid: string, { typingUntil, lastSeenSeq }: Mark): Promise<void> {
    const changes = {
      ...(typingUntil !== undefined && { typingUntil: Timestamp.fromMillis(typingUntil) }),
      ...(lastSeenSeq !== undefined && { lastSeenSeq, lastSeenAt: serverTimestamp() }),
    };
    try {
      await setDoc(doc(this.db, "conversations", conversationId, "participants", uid), changes, {
        merge: true,
      });
    } catch (error) {
      throw toError(error);
    }
  }

  private watchDocument<T>(reference: DocumentReference, observer: Observer<T | null>): Stop {
    return onSnapshot(
      reference,
      { includeMetadataChanges: true },
      (snapshot) => {
        const { fromCache } = snapshot.metadata;
        // While the connection is lost, "not there" means only "not in memory".
        if (fromCache && !snapshot.exists()) return;
        observer.next(snapshot.exists() ? (plain(snapshot.data()) as T) : null, !fromCache);
      },
      (error) => observer.failed(toError(error)),
    );
  }

  private watchQuery<T>(asked: Query, observer: Observer<T[]>): Stop {
    return onSnapshot(
      asked,
      { includeMetadataChanges: true },
      (snapshot) =>
        observer.next(
          snapshot.docs.map((found) => plain(found.data()) as T),
          !snapshot.metadata.fromCache,
        ),
      (error) => observer.failed(toError(error)),
    );
  }
}

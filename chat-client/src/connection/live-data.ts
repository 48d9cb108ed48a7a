import type { Agent, Event, Group, Notification } from "@livechat/contract";
import { atom } from "nanostores";
import type { Dispose } from "../platform/disposables.ts";
import type {
  ConversationSides,
  GroupConversations,
  LiveConversation,
  LiveDatabase,
  LiveSource,
  Observer,
  Participant,
  ParticipantUpdate,
  QueueSummary,
  Visitor,
} from "../platform/live-database.ts";
import type { Clock } from "../platform/platform.ts";
import type { Store } from "../platform/store.ts";
import { Watch } from "./watch.ts";

export const LIVE_LIMITS = {
  /** So long may a listener stay silent before the API is asked instead. */
  PATIENCE_MS: 5_000,
} as const;

interface Deps {
  clock: Clock;
  /** Asked while listeners are silent. */
  fallback: LiveSource;
}

/**
 * What is watched, whichever way it comes: Firestore's listeners, or, while these are blocked, refused or silent, the
 * API asked again and again. A watch outlives the database that serves it: with another one it goes on.
 */
export class LiveData implements LiveSource {
  private readonly watches = new Set<Watch<never>>();
  private readonly polling = atom(false);
  private db: LiveDatabase | null = null;
  private isDistrusted = false;

  constructor(private readonly deps: Deps) {}

  /** Whether the API is asked because listeners bring nothing. */
  get isPolling(): Store<boolean> {
    return this.polling;
  }

  /** From now on by this database; null: by none until there is one again. */
  use(db: LiveDatabase | null): void {
    this.db = db;
    this.isDistrusted = false;
    for (const watch of [...this.watches]) watch.use(db);
  }

  /** The API has told something newer than the listeners, who should have brought it by now. */
  distrust(): void {
    this.isDistrusted = true;
    for (const watch of [...this.watches]) watch.review();
  }

  watchConversation = (id: string, observer: Observer<LiveConversation | null>) =>
    this.watch((source, to) => source.watchConversation(id, to), observer);

  watchEvents = (of: { conversationId: string; visitorId?: string }, observer: Observer<Event[]>) =>
    this.watch((source, to) => source.watchEvents(of, to), observer);

  watchOtherSide = (sides: ConversationSides, observer: Observer<Participant[]>) =>
    this.watch((source, to) => source.watchOtherSide(sides, to), observer);

  watchQueueSummary = (groupId: string, observer: Observer<QueueSummary | null>) =>
    this.watch((source, to) => source.watchQueueSummary(groupId, to), observer);

  watchAgents = (observer: Observer<Agent[]>) => this.watch((source, to) => source.watchAgents(to), observer);

  watchGroups = (observer: Observer<Group[]>) => this.watch((source, to) => source.watchGroups(to), observer);

  watchVisitor = (id: string, observer: Observer<Visitor | null>) =>
    this.watch((source, to) => source.watchVisitor(id, to), observer);

  watchOwnConversations = (agentId: string, observer: Observer<LiveConversation[]>) =>
    this.watch((source, to) => source.watchOwnConversations(agentId, to), observer);

  watchWaiting = (groupId: string, observer: Observer<LiveConversation[]>) =>
    this.watch((source, to) => source.watchWaiting(groupId, to), observer);

  watchGroupConversations = (of: GroupConversations, observer: Observer<LiveConversation[]>) =>
    this.watch((source, to) => source.watchGroupConversations(of, to), observer);

  watchNotifications = (agentId: string, observer: Observer<Notification[]>) =>
    this.watch((source, to) => source.watchNotifications(agentId, to), observer);

  /** Does nothing while nobody could be told: typing of minutes ago helps nobody. */
  async updateParticipant(sides: ConversationSides, uid: string, update: ParticipantUpdate): Promise<void> {
    if (!this.polling.get()) await this.db?.updateParticipant(sides, uid, update);
  }

  private watch<T>(
    start: (source: LiveSource, observer: Observer<T>) => Dispose,
    observer: Observer<T>,
  ): Dispose {
    const { clock, fallback } = this.deps;
    const watch = new Watch<T>({
      clock,
      observer,
      patienceMs: LIVE_LIMITS.PATIENCE_MS,
      listen: (db, to) => start(db, to),
      poll: (to) => start(fallback, to),
      isDistrusted: () => this.isDistrusted,
      onCurrent: () => this.trust(),
      onChange: () => this.show(),
      onEnd: () => this.watches.delete(watch as Watch<never>),
    });
    this.watches.add(watch as Watch<never>);
    watch.use(this.db);
    return () => watch.dispose();
  }

  /** A listener has brought something current: all of them share one stream. */
  private trust(): void {
    if (!this.isDistrusted) return;
    this.isDistrusted = false;
    for (const watch of [...this.watches]) watch.review();
  }

  private show(): void {
    this.polling.set([...this.watches].some(({ isPolling }) => isPolling));
  }
}

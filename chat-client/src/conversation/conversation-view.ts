import type { Event } from "@livechat/contract";
import { atom } from "nanostores";
import type { ServerTime } from "../connection/server-time.ts";
import type { ChatError } from "../platform/chat-error.ts";
import { Disposables, type Dispose } from "../platform/disposables.ts";
import type { LiveConversation, LiveDatabase, Observer, Participant } from "../platform/live-database.ts";
import type { Clock } from "../platform/platform.ts";
import { patch, type Store } from "../platform/store.ts";
import type { Outbox } from "../sending/outbox.ts";
import { ParticipantUpdates } from "./participant-updates.ts";
import { type TimelineItem, timelineOf } from "./timeline.ts";

export interface ConversationState {
  /** True once everything that the server has is here. */
  isLoaded: boolean;
  /** False while what is shown may be old because the connection is lost. */
  isCurrent: boolean;
  conversation: LiveConversation | null;
  timeline: TimelineItem[];
  /** Ids of the others who are typing now. */
  typing: string[];
  /** Up to which event the other side has seen everything. */
  seenByOthers: number;
  /** Messages of others that have not been seen here. */
  unread: number;
  /** Why the view cannot be listened to any more; null while it can. */
  refused: ChatError | null;
}

interface Deps {
  clock: Clock;
  serverTime: ServerTime;
  outbox: Outbox;
  /** Up to which event the person was told of arrivals before; null: all that is there at the start is history. */
  arrivedUpTo?: number | null;
  onError(error: ChatError): void;
}

export interface Self {
  kind: "visitor" | "agent";
  uid: string;
}

const EMPTY: ConversationState = {
  isLoaded: false,
  isCurrent: false,
  conversation: null,
  timeline: [],
  typing: [],
  seenByOthers: 0,
  unread: 0,
  refused: null,
};

/** One conversation as one person sees it, live: everything listened to, and the marks that this person leaves. */
export class ConversationView {
  private readonly value = atom<ConversationState>(EMPTY);
  private readonly disposables = new Disposables();
  private readonly updates: ParticipantUpdates;
  private readonly arrivals = new Set<(event: Event) => void>();
  private events = new Map<string, Event>();
  /** Confirmed by the API and not yet brought by the listener. */
  private readonly confirmed = new Map<string, Event>();
  private seenHere = 0;
  private participants: Participant[] = [];
  private lastArrived: number | null;
  private typingEnds: Dispose | null = null;
  /** Each author's `typingUntil` that their message has ended. Compared as it is: no two clocks are involved. */
  private readonly typedOut = new Map<string, string | null>();

  constructor(
    readonly conversationId: string,
    private readonly self: Self,
    private readonly db: LiveDatabase,
    private readonly deps: Deps,
  ) {
    const { clock, serverTime, onError, arrivedUpTo = null } = deps;
    this.lastArrived = arrivedUpTo;
    const write = (update: object) => db.updateParticipant(conversationId, self.uid, update);
    this.updates = new ParticipantUpdates({ clock, serverTime, onError, write });
    this.disposables.add(
      deps.outbox.entries.listen(() => this.showTimeline()),
      () => this.updates.stop(),
      () => this.typingEnds?.(),
    );
    this.showTimeline();
    this.watch();
  }

  get state(): Store<ConversationState> {
    return this.value;
  }

  /** Up to which event arrivals were told; null while the view was not loaded. */
  get arrivedUpTo(): number | null {
    return this.lastArrived;
  }

  /** Told of every event that comes in after the history, in order. */
  onArrival(listener: (event: Event) => void): Dispose {
    this.arrivals.add(listener);
    return () => this.arrivals.delete(listener);
  }

  /** The API has stored a message of ours. */
  confirm(event: Event): void {
    if (event.conversationId !== this.conversationId) return;
    this.confirmed.set(event.id, event);
    this.showTimeline();
  }

  typing(): void {
    // A mark of a lost connection would be refused later, when its time is over.
    if (this.value.get().isCurrent) this.updates.typing();
  }

  /** The person looks at the end of the timeline. */
  seen(): void {
    const { isCurrent, timeline } = this.value.get();
    const last = timeline.findLast(({ seq }) => seq !== null);
    if (!isCurrent || !last?.seq) return;
    this.updates.seen(last.seq);
    this.seenHere = Math.max(this.seenHere, last.seq);
    this.showParticipants();
  }

  /** A message of this person is on its way. */
  sent(): void {
    this.updates.sent();
  }

  stop(): void {
    this.disposables.dispose();
  }

  private watch(): void {
    const { db, conversationId: id, self } = this;
    const observer = <T>(next: (value: T, isCurrent: boolean) => void): Observer<T> => ({
      next,
      failed: (error) => this.refuse(error),
    });
    const events =
      self.kind === "visitor" ? { conversationId: id, visitorId: self.uid } : { conversationId: id };
    this.disposables.add(
      db.watchConversation(
        id,
        observer((conversation) => patch(this.value, { conversation })),
      ),
      db.watchEvents(
        events,
        observer((list, isCurrent) => this.onEvents(list, isCurrent)),
      ),
      db.watchParticipants(
        id,
        observer((participants) => {
          this.participants = participants;
          this.showParticipants();
        }),
      ),
    );
  }

  private refuse(error: ChatError): void {
    this.disposables.dispose();
    patch(this.value, { refused: error, isCurrent: false });
  }

  private onEvents(list: Event[], isCurrent: boolean): void {
    this.events = new Map(list.map((event) => [event.id, event]));
    const last = list.at(-1);
    if (last) this.deps.serverTime.noEarlierThan(Date.parse(last.createdAt));
    for (const event of list) this.confirmed.delete(event.id);
    patch(this.value, { isCurrent, isLoaded: this.value.get().isLoaded || isCurrent });
    this.showTimeline();
    if (isCurrent) this.announce(list);
  }

  private announce(list: Event[]): void {
    const known = this.lastArrived;
    this.lastArrived = Math.max(known ?? 0, list.at(-1)?.seq ?? 0);
    if (known === null) return;
    for (const event of list.filter(({ seq }) => seq > known)) {
      this.endTyping(event);
      for (const listener of [...this.arrivals]) listener(event);
    }
  }

  private endTyping({ authorId }: Event): void {
    const typing = this.participants.find(({ uid }) => uid === authorId);
    if (typing) this.typedOut.set(typing.uid, typing.typingUntil);
    this.showParticipants();
  }

  private showTimeline(): void {
    const { kind, uid } = this.self;
    const mine = (id: string | null) => id === this.conversationId || (id === null && kind === "visitor");
    const waiting = this.deps.outbox.entries.get().filter(({ conversationId }) => mine(conversationId));
    const all = new Map([...this.confirmed, ...this.events]);
    patch(this.value, { timeline: timelineOf(all, waiting, { authorType: kind, authorId: uid }) });
    this.showParticipants();
  }

  private showParticipants(): void {
    const own = this.participants.find(({ uid }) => uid === this.self.uid)?.lastSeenSeq ?? 0;
    this.updates.alreadySeen(own);
    const seen = Math.max(own, this.seenHere);
    const { timeline, typing, conversation } = this.value.get();
    const unread = timeline.filter((item) => this.isFromOthers(item) && (item.seq ?? 0) > seen).length;
    const nowTyping = this.whoTypes();
    const others = this.participants.filter(({ uid }) =>
      this.self.kind === "visitor" ? uid !== this.self.uid : uid === conversation?.visitorId,
    );
    patch(this.value, {
      unread,
      seenByOthers: Math.max(0, ...others.map(({ lastSeenSeq }) => lastSeenSeq)),
      typing: nowTyping.join() === typing.join() ? typing : nowTyping,
    });
  }

  private isFromOthers({ type, authorId }: TimelineItem): boolean {
    return type === "message" && authorId !== this.self.uid;
  }

  /** Whoever says so, until that ends or their message has come. */
  private whoTypes(): string[] {
    const now = this.deps.serverTime.now();
    const typing = this.participants.filter(
      ({ uid, typingUntil }) =>
        uid !== this.self.uid &&
        typingUntil !== null &&
        Date.parse(typingUntil) > now &&
        typingUntil !== this.typedOut.get(uid),
    );
    this.typingEnds?.();
    this.typingEnds = null;
    const ends = typing.map(({ typingUntil }) => Date.parse(typingUntil ?? "") - now);
    if (ends.length > 0) {
      this.typingEnds = this.deps.clock.after(Math.min(...ends) + 1, () => this.showParticipants());
    }
    return typing.map(({ uid }) => uid).sort();
  }
}

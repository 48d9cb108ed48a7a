import type { Event } from "@livechat/contract";
import { atom } from "nanostores";
import type { ClientShell } from "../connection/client-shell.ts";
import { type ChatError, toChatError } from "../platform/chat-error.ts";
import { Disposables, type Dispose } from "../platform/disposables.ts";
import type {
  ConversationSides,
  LiveConversation,
  Observer,
  ParticipantUpdate,
} from "../platform/live-database.ts";
import type { Clock } from "../platform/platform.ts";
import { patch, type Store } from "../platform/store.ts";
import type { Outbox } from "../sending/outbox.ts";
import { EVENT_LOG_LIMITS, EventLog } from "./event-log.ts";
import { OtherSide } from "./other-side.ts";
import { ParticipantUpdates } from "./participant-updates.ts";
import { type TimelineItem, timelineOf } from "./timeline.ts";

export interface ConversationState {
  /** True once the newest events that the server has are here. */
  isLoaded: boolean;
  /** False while what is shown may be old because the connection is lost. */
  isCurrent: boolean;
  conversation: LiveConversation | null;
  timeline: TimelineItem[];
  /** Whether there is more above the timeline's first event: see `loadEarlier`. */
  hasEarlier: boolean;
  /** Ids of the others who are typing now. */
  typing: string[];
  /** Up to which event the other side has seen everything. */
  seenByOthers: number;
  /** Messages of others that have not been seen here. */
  unread: number;
  /** Why the conversation cannot be read any more; null while it can. */
  refused: ChatError | null;
}

interface Deps {
  shell: Pick<ClientShell, "api" | "live" | "serverTime">;
  clock: Clock;
  outbox: Outbox;
  /** Where the conversation itself comes from: a listener of its own, unless somebody has it anyway. */
  watchConversation(id: string, observer: Observer<LiveConversation | null>): Dispose;
  /** Up to which event the person was told of arrivals before; null: all that is there at the start is history. */
  arrivedUpTo?: number | null;
  /** Up to which event the person had seen everything before. */
  seenUpTo?: number;
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
  hasEarlier: false,
  typing: [],
  seenByOthers: 0,
  unread: 0,
  refused: null,
};

/** One conversation as one person sees it, live: everything watched, and what this person lets the others know. */
export class ConversationView {
  private readonly value = atom<ConversationState>(EMPTY);
  private readonly disposables = new Disposables();
  private readonly updates: ParticipantUpdates;
  private readonly others: OtherSide;
  private readonly arrivals = new Set<(event: Event) => void>();
  private readonly log: EventLog;
  private seenSeq: number;
  private lastArrived: number | null;
  private sides: ConversationSides | null = null;
  private loading: Promise<void> | null = null;
  private isFilling = false;
  private isStopped = false;

  constructor(
    readonly conversationId: string,
    private readonly self: Self,
    private readonly deps: Deps,
  ) {
    const { clock, onError, arrivedUpTo = null, seenUpTo = 0 } = deps;
    const { serverTime } = deps.shell;
    this.log = new EventLog(conversationId, deps);
    this.lastArrived = arrivedUpTo;
    this.seenSeq = seenUpTo;
    const write = (update: ParticipantUpdate) => this.write(update);
    this.updates = new ParticipantUpdates({ clock, serverTime, onError, write });
    this.others = new OtherSide({ clock, serverTime, onChange: () => this.showOthers() });
    this.disposables.add(
      deps.outbox.entries.listen(() => this.showTimeline()),
      () => this.updates.stop(),
      () => this.others.stop(),
      () => this.log.stop(),
    );
    this.showTimeline();
    this.watch();
  }

  get state(): Store<ConversationState> {
    return this.value;
  }

  /** Up to which event arrivals were told; null while nothing was loaded. */
  get arrivedUpTo(): number | null {
    return this.lastArrived;
  }

  /** Up to which event this person has seen everything. */
  get seenUpTo(): number {
    return this.seenSeq;
  }

  /** Told of every event that comes in after the history, in order. */
  onArrival(listener: (event: Event) => void): Dispose {
    this.arrivals.add(listener);
    return () => this.arrivals.delete(listener);
  }

  /** The API has stored a message of ours: it stays on the screen, whatever listeners do. */
  confirm(event: Event): void {
    if (event.conversationId !== this.conversationId) return;
    this.log.confirm(event);
    this.note([event]);
    this.showTimeline();
  }

  /** Reads the page of events above the first that is shown. Returns when it is there. */
  loadEarlier(): Promise<void> {
    if (!this.value.get().hasEarlier) return Promise.resolve();
    this.loading ??= this.readEarlier().finally(() => {
      this.loading = null;
    });
    return this.loading;
  }

  typing(): void {
    // What a lost connection says would be refused later, when its time is over.
    if (this.value.get().isCurrent) this.updates.typing();
  }

  /** The person looks at the end of the timeline. */
  seen(): void {
    const { isCurrent, timeline } = this.value.get();
    const last = timeline.findLast(({ seq }) => seq !== null);
    if (!isCurrent || !last?.seq) return;
    this.updates.seen(last.seq);
    this.seenSeq = Math.max(this.seenSeq, last.seq);
    this.showOthers();
  }

  /** The person has seen up to this event in another tab, which tells the others; or has marked it there as unread. */
  seenElsewhere(seq: number): void {
    if (seq === this.seenSeq) return;
    if (seq < this.seenSeq) this.updates.unseen(seq);
    else this.updates.alreadySeen(seq);
    this.seenSeq = seq;
    this.showOthers();
  }

  /** The visitor's last message has not been seen. @returns whether there is one. */
  unsee(): boolean {
    const last = this.value.get().timeline.findLast((item) => item.seq !== null && this.isFromOthers(item));
    if (!last?.seq) return false;
    this.updates.unseen(last.seq - 1);
    this.seenSeq = last.seq - 1;
    this.showOthers();
    return true;
  }

  /** A message of this person is on its way. */
  sent(): void {
    this.updates.sent();
  }

  stop(): void {
    this.isStopped = true;
    this.disposables.dispose();
  }

  private watch(): void {
    const { conversationId, self } = this;
    const { watchConversation, shell } = this.deps;
    const visible = self.kind === "visitor" ? { visitorId: self.uid } : {};
    const failed = (error: ChatError) => this.refuse(error);
    this.disposables.add(
      watchConversation(conversationId, {
        next: (conversation) => this.onConversation(conversation),
        failed,
      }),
      shell.live.watchEvents(
        { conversationId, ...visible },
        { next: (list, isCurrent) => this.onEvents(list, isCurrent), failed },
      ),
    );
  }

  private onConversation(conversation: LiveConversation | null): void {
    patch(this.value, { conversation });
    this.showOthers();
    if (conversation && !this.sides) this.watchOtherSide(conversation.visitorId);
  }

  private watchOtherSide(visitorId: string): void {
    this.sides = { conversationId: this.conversationId, visitorId, asks: this.self.kind };
    const stop = this.deps.shell.live.watchOtherSide(this.sides, {
      next: (participants) => {
        this.others.hear(participants);
        this.showOthers();
      },
      failed: (error) => this.refuse(error),
    });
    this.disposables.add(stop);
  }

  private async write(update: ParticipantUpdate): Promise<void> {
    if (this.sides) await this.deps.shell.live.updateParticipant(this.sides, this.self.uid, update);
  }

  private refuse(error: ChatError): void {
    this.disposables.dispose();
    patch(this.value, { refused: error, isCurrent: false });
  }

  private onEvents(list: Event[], isCurrent: boolean): void {
    this.log.bring(list);
    this.note(list);
    const last = list.at(-1);
    if (last) this.deps.shell.serverTime.noEarlierThan(Date.parse(last.createdAt));
    const isLoaded = this.value.get().isLoaded || isCurrent;
    patch(this.value, { isCurrent, isLoaded, hasEarlier: this.log.hasEarlier });
    this.showTimeline();
    if (isCurrent) this.announce(list);
    void this.fill();
  }

  /** Reads what was missed: after a long sleep more came than is listened to. */
  private async fill(): Promise<void> {
    if (this.isFilling) return;
    this.isFilling = true;
    try {
      while (this.log.isMissing && !this.isStopped) {
        this.note(await this.log.readMissed());
        this.showTimeline();
      }
    } catch (thrown) {
      const error = toChatError(thrown);
      if (error.isTemporary) this.fillLater();
      else this.deps.onError(error);
    } finally {
      this.isFilling = false;
    }
  }

  private fillLater(): void {
    this.disposables.add(this.deps.clock.after(EVENT_LOG_LIMITS.MISSED_AGAIN_MS, () => void this.fill()));
  }

  /** A message says that everything before it was seen by whoever wrote it. */
  private note(list: readonly Event[]): void {
    for (const event of list) {
      const { type, authorType, authorId, seq } = event;
      if (type === "system") continue;
      if (authorType !== this.self.kind) this.others.hasWritten(event);
      else if (authorId === this.self.uid) {
        this.updates.alreadySeen(seq);
        this.seenSeq = Math.max(this.seenSeq, seq);
      }
    }
  }

  private announce(list: Event[]): void {
    const known = this.lastArrived;
    this.lastArrived = Math.max(known ?? 0, list.at(-1)?.seq ?? 0);
    if (known === null) return;
    for (const event of list.filter(({ seq }) => seq > known)) {
      this.others.endTyping(event.authorId);
      for (const listener of [...this.arrivals]) listener(event);
    }
    this.showOthers();
  }

  private async readEarlier(): Promise<void> {
    try {
      this.note(await this.log.readEarlier());
      patch(this.value, { hasEarlier: this.log.hasEarlier });
      this.showTimeline();
    } catch (error) {
      this.deps.onError(toChatError(error));
    }
  }

  private showTimeline(): void {
    const { kind, uid } = this.self;
    const mine = (id: string | null) => id === this.conversationId || (id === null && kind === "visitor");
    const waiting = this.deps.outbox.entries.get().filter(({ conversationId }) => mine(conversationId));
    patch(this.value, { timeline: timelineOf(this.log.byId, waiting, { authorType: kind, authorId: uid }) });
    this.showOthers();
  }

  private showOthers(): void {
    const { conversation, timeline, typing } = this.value.get();
    // Whoever typed at the end is not typing after it.
    const nowTyping = conversation?.status === "closed" ? [] : this.others.whoTypes();
    const isUnread = (item: TimelineItem) => this.isFromOthers(item) && (item.seq ?? 0) > this.seenSeq;
    patch(this.value, {
      unread: timeline.filter(isUnread).length,
      seenByOthers: this.others.seenSeq,
      typing: nowTyping.join() === typing.join() ? typing : nowTyping,
    });
  }

  /** For an agent that is the visitor: a note or a colleague's word waits for no answer. */
  private isFromOthers({ type, authorId, authorType }: TimelineItem): boolean {
    if (type === "system") return false;
    return this.self.kind === "agent" ? authorType === "visitor" : authorId !== this.self.uid;
  }
}

import type { Conversation, Event, FirebaseAccess, VisitorFacts, WidgetConfig } from "@livechat/contract";
import { atom } from "nanostores";
import { Api } from "../connection/api.ts";
import { Connection, type ConnectionState } from "../connection/connection.ts";
import { ServerTime } from "../connection/server-time.ts";
import { SignedInDatabase } from "../connection/signed-in-database.ts";
import { type ConversationState, ConversationView } from "../conversation/conversation-view.ts";
import { type TimelineItem, timelineOf } from "../conversation/timeline.ts";
import { type ChatError, toChatError } from "../platform/chat-error.ts";
import { Disposables, type Dispose } from "../platform/disposables.ts";
import type { LiveConversation, LiveDatabase } from "../platform/live-database.ts";
import type { Platform } from "../platform/platform.ts";
import { patch, type Store } from "../platform/store.ts";
import { Outbox } from "../sending/outbox.ts";
import { Sender } from "../sending/sender.ts";
import { QueuePosition } from "./queue-position.ts";
import { type StoredSession, VisitorSession } from "./visitor-session.ts";

/** `idle`: nothing written yet; `waiting`: for an agent; `active`: an agent has it; `closed`: ended, may be continued. */
export type VisitorPhase = "idle" | "loading" | "waiting" | "active" | "closed";

export interface VisitorState {
  phase: VisitorPhase;
  connection: ConnectionState;
  conversationId: string | null;
  /** The place in the queue from 1, while it is known. */
  queuePosition: number | null;
  agent: { id: string; name: string } | null;
  /** Whether an agent could take a new conversation when it was last asked; null while that is not known. */
  isAvailable: boolean | null;
  timeline: TimelineItem[];
  agentIsTyping: boolean;
  seenByAgent: number;
  unread: number;
  /** What went wrong last; null once it works again. */
  error: ChatError | null;
}

export interface VisitorOptions {
  /** Where the API is, without a slash at the end: "" for the page's own origin. */
  api: string;
  platform: Platform;
  /** Keeps apart the sessions of several widgets on one origin. */
  name?: string;
}

/** Refused this often in a row, the rules mean it: no new sign-in helps. */
const MOST_REFUSALS = 2;

const EMPTY: VisitorState = {
  phase: "idle",
  connection: "online",
  conversationId: null,
  queuePosition: null,
  agent: null,
  isAvailable: null,
  timeline: [],
  agentIsTyping: false,
  seenByAgent: 0,
  unread: 0,
  error: null,
};

/** The name in "<name> joined", of the owner's last joining. */
function agentIn(timeline: readonly TimelineItem[], agentId: string): VisitorState["agent"] {
  const joined = timeline.findLast(
    ({ systemType, metadata }) => systemType === "agent_joined" && metadata.agentId === agentId,
  );
  return { id: agentId, name: joined?.text.replace(/ joined$/, "") ?? "" };
}

function phaseOf(conversation: LiveConversation | null): VisitorPhase {
  if (!conversation) return "loading";
  return { pending: "waiting", active: "active", closed: "closed" }[conversation.status] as VisitorPhase;
}

/** A visitor's chat: session, timeline, sending, marks and the place in the queue. */
export class VisitorChat {
  private readonly value = atom<VisitorState>(EMPTY);
  private readonly arrivals = new Set<(event: Event) => void>();
  private readonly disposables = new Disposables();
  private readonly api: Api;
  private readonly session: VisitorSession;
  private readonly outbox: Outbox;
  private readonly sender: Sender;
  private readonly connection: Connection;
  private readonly database: SignedInDatabase;
  private readonly serverTime: ServerTime;
  private readonly platform: Platform;
  /** By conversation, up to which event arrivals were told: goes on when the sign-in is renewed. */
  private readonly arrived = new Map<string, number>();
  private view: ConversationView | null = null;
  private viewDisposables = new Disposables();
  private place: QueuePosition | null = null;
  private connecting: string | null = null;
  private refusals = 0;

  constructor({ api, platform, name = "livechat" }: VisitorOptions) {
    this.platform = platform;
    this.api = new Api(api, platform);
    this.session = new VisitorSession(`${name}:session`, platform.store, this.api);
    this.outbox = new Outbox(`${name}:outbox:`, platform);
    this.serverTime = new ServerTime(platform.clock);
    this.connection = new Connection(platform.network);
    this.database = new SignedInDatabase({
      platform,
      serverTime: this.serverTime,
      access: () => this.session.access(),
      onProblem: (problem) => this.connection.calling(problem),
      onLost: () => this.reconnect(),
    });
    this.sender = new Sender({
      platform,
      api: this.api,
      outbox: this.outbox,
      lock: `${name}:sender`,
      threadFor: () => this.threadFor(),
      onSent: (event) => {
        this.view?.confirm(event);
        patch(this.value, { error: null });
      },
      onSignedOut: () => this.onSessionEnded(this.api.token),
    });
    this.disposables.add(
      this.connection.state.listen((connection) => patch(this.value, { connection })),
      this.sender.problem.listen((problem) => this.onProblem(problem)),
      this.outbox.entries.listen(() => this.view ?? this.showWaiting()),
      platform.store.onChange(() => this.followOtherTabs()),
    );
    patch(this.value, { connection: this.connection.state.get() });
    this.showWaiting();
  }

  get state(): Store<VisitorState> {
    return this.value;
  }

  /** Told of every event that comes in, in order. */
  onArrival(listener: (event: Event) => void): Dispose {
    this.arrivals.add(listener);
    return () => this.arrivals.delete(listener);
  }

  /** Whether there is a conversation to come back to, or a message still to be sent. Asks nobody. */
  hasSession(): boolean {
    return this.session.stored() !== null || this.outbox.entries.get().length > 0;
  }

  /** Comes back to the stored conversation, if there is one, and sends what was not sent. Starts nothing new. */
  async resume(): Promise<void> {
    void this.sender.run();
    const stored = this.session.stored();
    if (stored) await this.connect(stored, null);
  }

  /** Shows the message at once and sends it; the first one starts the conversation. Returns the message's id. */
  send(text: string): string {
    const conversationId = this.session.stored()?.conversationId ?? null;
    const { id } = this.outbox.add({ conversationId, text, visibility: "all" });
    this.view?.sent();
    this.sender.hurry();
    return id;
  }

  /** Tries a refused message again. */
  retry(id: string): void {
    this.outbox.change(id, { error: null });
    this.sender.hurry();
  }

  /** Gives a refused message up. */
  discard(id: string): void {
    this.outbox.remove(id);
  }

  typing(): void {
    this.view?.typing();
  }

  /** The visitor looks at the end of the timeline. */
  seen(): void {
    this.view?.seen();
  }

  /** What is known of the visitor; sent when the conversation starts. */
  setVisitor(visitor: VisitorFacts): void {
    this.session.input.visitor = { ...this.session.input.visitor, ...visitor };
  }

  setMetadata(metadata: Record<string, unknown>): void {
    this.session.input.metadata = { ...this.session.input.metadata, ...metadata };
  }

  setGroup(groupId: string): void {
    this.session.input.groupId = groupId;
  }

  /** Asks whether anyone could take a conversation now, while none has begun. Of a group of the page's own it is not known. */
  async askAvailability(): Promise<void> {
    if (this.hasSession() || this.session.input.groupId !== undefined) return;
    // Only a courtesy: where it cannot be had, the visitor writes without it, and then sees what is wrong.
    const config = await this.api.get<WidgetConfig>("/v1/widget/config").catch(() => null);
    patch(this.value, { isAvailable: config?.available ?? null });
  }

  /** Ends the conversation. A later message continues it. */
  async end(): Promise<void> {
    const stored = this.session.stored();
    if (!stored) return;
    await this.guarded(() => this.api.post<Conversation>(`/v1/conversations/${stored.conversationId}/close`));
  }

  /** Frees everything; what is stored stays. */
  async destroy(): Promise<void> {
    this.disposables.dispose();
    this.sender.stop();
    this.outbox.stop();
    this.connection.stop();
    this.leaveConversation();
    await this.database.close();
  }

  /** Runs in the sender's lock, so that two tabs do not start two conversations. */
  private async threadFor(): Promise<{ conversationId: string; threadId: string }> {
    const stored = this.session.stored();
    if (stored) return stored;
    const { session, access } = await this.session.start();
    this.arrived.set(session.conversationId, 0);
    void this.connect(session, access);
    return session;
  }

  /** The session is over: whatever is still to be sent begins a new one. */
  private async onSessionEnded(token: string | null): Promise<boolean> {
    // Meanwhile, here or in another tab, a new one may have been started.
    if (this.session.stored()?.sessionToken !== token) return true;
    this.session.forget();
    this.connecting = null;
    for (const { id } of this.outbox.entries.get()) {
      this.outbox.change(id, { conversationId: null, threadId: null });
    }
    this.leaveConversation();
    await this.database.close();
    this.value.set({ ...EMPTY, connection: this.value.get().connection });
    this.showWaiting();
    void this.sender.run();
    return true;
  }

  /** Another tab has started, or ended, the session that we share. */
  private followOtherTabs(): void {
    const stored = this.session.stored();
    if (stored && stored.conversationId !== this.connecting) void this.connect(stored, null);
  }

  private async connect(session: StoredSession, access: FirebaseAccess | null): Promise<void> {
    if (this.connecting === session.conversationId) return;
    this.connecting = session.conversationId;
    this.leaveConversation();
    if (this.value.get().conversationId !== session.conversationId) patch(this.value, { phase: "loading" });
    patch(this.value, { conversationId: session.conversationId });
    try {
      const db = await this.database.open(access);
      if (db) this.enter(session, db);
    } catch (thrown) {
      this.connecting = null;
      const error = toChatError(thrown);
      if (error.isSignedOut) await this.onSessionEnded(session.sessionToken);
      else patch(this.value, { error, phase: "idle" });
    }
  }

  private enter({ conversationId, visitorId }: StoredSession, db: LiveDatabase): void {
    const { serverTime, outbox } = this;
    const view = new ConversationView(conversationId, { kind: "visitor", uid: visitorId }, db, {
      clock: this.platform.clock,
      serverTime,
      outbox,
      arrivedUpTo: this.arrived.get(conversationId) ?? null,
      onError: (error) => patch(this.value, { error }),
    });
    this.view = view;
    this.place = new QueuePosition(db, {
      ask: () => this.askPosition(conversationId),
      onPlace: (queuePosition) => patch(this.value, { queuePosition }),
    });
    this.viewDisposables.add(
      view.state.listen((state) => this.show(state)),
      view.onArrival((event) => {
        for (const listener of [...this.arrivals]) listener(event);
      }),
      () => view.stop(),
    );
    this.show(view.state.get());
  }

  /** The sign-in was lost: a new token, without the visitor noticing. */
  private reconnect(): void {
    const stored = this.session.stored();
    this.connecting = null;
    if (stored) void this.connect(stored, null);
  }

  private leaveConversation(): void {
    const { view } = this;
    if (view?.arrivedUpTo != null) this.arrived.set(view.conversationId, view.arrivedUpTo);
    this.place?.stop();
    this.place = null;
    this.viewDisposables.dispose();
    this.view = null;
  }

  private show(state: ConversationState): void {
    if (state.refused) {
      this.onRefused(state.refused);
      return;
    }
    if (state.isLoaded) this.refusals = 0;
    const { conversation, timeline } = state;
    const agentId = conversation?.assignedAgentId;
    this.connection.listening(state.isCurrent);
    this.place?.follow(conversation);
    if (!state.isLoaded) {
      this.showUntilLoaded(timeline);
      return;
    }
    patch(this.value, {
      phase: phaseOf(conversation),
      agent: agentId && conversation.status === "active" ? agentIn(timeline, agentId) : null,
      timeline,
      agentIsTyping: state.typing.length > 0,
      seenByAgent: state.seenByOthers,
      unread: state.unread,
    });
  }

  /** What was shown of this conversation before stays, and what is written meanwhile comes to it. */
  private showUntilLoaded(timeline: TimelineItem[]): void {
    const now = new Map(timeline.map((item) => [item.id, item]));
    const before = this.value.get().timeline.filter(({ id, state }) => state === "sent" && !now.has(id));
    patch(this.value, { timeline: [...before, ...timeline] });
  }

  /** The rules refuse us: the API says whether the session is over or only the sign-in was. */
  private onRefused(error: ChatError): void {
    this.refusals += 1;
    const mayBeSignedOut = error.isSignedOut || error.type === "authorization";
    if (mayBeSignedOut && this.refusals <= MOST_REFUSALS) this.reconnect();
    else patch(this.value, { error });
  }

  private async askPosition(conversationId: string): Promise<number | null> {
    const answer = await this.guarded(() =>
      this.api.get<Conversation>(`/v1/conversations/${conversationId}`),
    );
    return answer?.queue?.position ?? null;
  }

  private onProblem(problem: ChatError | null): void {
    this.connection.calling(problem);
    patch(this.value, { error: problem });
  }

  private showWaiting(): void {
    const author = { authorType: "visitor", authorId: null } as const;
    patch(this.value, { timeline: timelineOf(new Map(), this.outbox.entries.get(), author) });
  }

  private async guarded<T>(call: () => Promise<T>): Promise<T | null> {
    try {
      const result = await call();
      patch(this.value, { error: null });
      return result;
    } catch (thrown) {
      patch(this.value, { error: toChatError(thrown) });
      return null;
    }
  }
}

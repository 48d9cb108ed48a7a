import type { Agent, AgentStatus, Conversation, Event, FirebaseAccess, Group } from "@livechat/contract";
import { atom } from "nanostores";
import { Api } from "../connection/api.ts";
import { Connection, type ConnectionState } from "../connection/connection.ts";
import { ServerTime } from "../connection/server-time.ts";
import { SignedInDatabase } from "../connection/signed-in-database.ts";
import { ConversationView } from "../conversation/conversation-view.ts";
import { ChatError, toChatError } from "../platform/chat-error.ts";
import { Disposables, type Dispose } from "../platform/disposables.ts";
import type { LiveConversation, LiveDatabase, Observer, Visitor } from "../platform/live-database.ts";
import type { Platform } from "../platform/platform.ts";
import { patch, type Store } from "../platform/store.ts";
import { Outbox, type OutboxEntry } from "../sending/outbox.ts";
import { Sender } from "../sending/sender.ts";
import { AgentListeners } from "./agent-listeners.ts";
import { AgentSession } from "./agent-session.ts";
import { ChosenStatus } from "./chosen-status.ts";
import type { Waiting } from "./group-queues.ts";
import { Heartbeat } from "./heartbeat.ts";
import { VisitorWatches } from "./visitor-watches.ts";

export interface AgentState {
  phase: "signedOut" | "signingIn" | "ready";
  connection: ConnectionState;
  me: Agent | null;
  agents: Agent[];
  groups: Group[];
  /** Own active conversations, newest activity first. */
  mine: LiveConversation[];
  /** Who waits, by the id of each group that this agent sees, the longest-waiting first. */
  waiting: Waiting;
  /** What went wrong last; null once it works again or was dismissed. */
  error: ChatError | null;
}

export interface AgentClientOptions {
  api: string;
  platform: Platform;
  name?: string;
}

/** Refused this often in a row, the rules mean it: no new sign-in helps. */
const MOST_REFUSALS = 2;

const EMPTY: AgentState = {
  phase: "signedOut",
  connection: "online",
  me: null,
  agents: [],
  groups: [],
  mine: [],
  waiting: {},
  error: null,
};

/** An agent's client: sign-in, status and lease, own conversations, the groups' queues, and the views that are open. */
export class AgentClient {
  private readonly value = atom<AgentState>(EMPTY);
  private readonly api: Api;
  private readonly session: AgentSession;
  private readonly serverTime: ServerTime;
  private readonly connection: Connection;
  private readonly disposables = new Disposables();
  private readonly database: SignedInDatabase;
  private readonly whileSignedIn = new Disposables();
  private readonly views = new Map<string, ConversationView>();
  private readonly arrivals = new Set<(event: Event) => void>();
  private readonly visitors = new VisitorWatches();
  private readonly chosenStatus = new ChosenStatus();
  private db: LiveDatabase | null = null;
  private listeners: AgentListeners | null = null;
  private outbox: Outbox | null = null;
  private sender: Sender | null = null;
  private heartbeat: Heartbeat | null = null;
  private refusals = 0;

  constructor(private readonly options: AgentClientOptions) {
    const { platform, api, name = "livechat-client" } = options;
    this.api = new Api(api, platform);
    this.session = new AgentSession(`${name}:session`, platform.store, this.api);
    this.serverTime = new ServerTime(platform.clock);
    this.connection = new Connection(platform.network);
    this.database = new SignedInDatabase({
      platform,
      serverTime: this.serverTime,
      access: () => this.session.access(),
      onProblem: (problem) => this.onCall(problem),
      onLost: () => void this.listen(null),
    });
    this.disposables.add(
      this.connection.state.listen((connection) => patch(this.value, { connection })),
      platform.store.onChange(() => this.followOtherTabs()),
    );
  }

  get state(): Store<AgentState> {
    return this.value;
  }

  /** Signs in. @throws ChatError, for the form to show; what fails after that stands in the state. */
  async signIn(email: string, password: string): Promise<void> {
    await this.open(await this.session.signIn(email, password));
  }

  /** Comes back after a reload, if the agent had signed in. */
  async resume(): Promise<void> {
    if (this.session.stored()) await this.open(null);
  }

  /** Signs out here and in all other tabs, at once; the server is told as far as it can be reached. */
  async signOut(): Promise<void> {
    const { heartbeat } = this;
    const parting = new Api(this.options.api, this.options.platform);
    parting.token = this.api.token;
    this.session.forget();
    await this.leave(null);
    try {
      await heartbeat?.leave(parting);
      await parting.post("/v1/auth/logout");
    } catch (thrown) {
      const error = toChatError(thrown);
      // Signed out by the server before: then there is nothing left to tell.
      if (!error.isSignedOut && !this.session.stored()) patch(this.value, { error });
    }
  }

  /** What the agent chooses to be. */
  async setStatus(status: AgentStatus): Promise<void> {
    const before = this.value.get().me;
    if (!before) return;
    this.chosenStatus.choose(status);
    patch(this.value, { me: { ...before, status } });
    const stored = await this.attempt(() => this.api.patch<Agent>(`/v1/agents/${before.id}`, { status }));
    this.chosenStatus.settle(status, stored);
    const { me } = this.value.get();
    if (stored) void this.heartbeat?.beat();
    else if (me?.status === status) patch(this.value, { me: { ...me, status: before.status } });
  }

  async setAcceptingChats(acceptingChats: boolean): Promise<void> {
    const { me } = this.value.get();
    if (me) await this.attempt(() => this.api.patch<Agent>(`/v1/agents/${me.id}`, { acceptingChats }));
  }

  /** The conversation's view, opened when it is not yet. */
  conversation(conversationId: string): ConversationView | null {
    const known = this.views.get(conversationId);
    const { me } = this.value.get();
    if (known || !this.db || !this.outbox || !me) return known ?? null;
    const view = new ConversationView(conversationId, { kind: "agent", uid: me.id }, this.db, {
      clock: this.options.platform.clock,
      serverTime: this.serverTime,
      outbox: this.outbox,
      onError: (error) => patch(this.value, { error }),
    });
    this.views.set(conversationId, view);
    view.onArrival((event) => {
      for (const listener of [...this.arrivals]) listener(event);
    });
    return view;
  }

  leaveConversation(conversationId: string): void {
    this.views.get(conversationId)?.stop();
    this.views.delete(conversationId);
  }

  /** Told of every event that comes into an open view. */
  onArrival(listener: (event: Event) => void): Dispose {
    this.arrivals.add(listener);
    return () => this.arrivals.delete(listener);
  }

  watchVisitor(visitorId: string, observer: Observer<Visitor | null>): Dispose {
    return this.visitors.add(visitorId, observer);
  }

  /** Shows the message at once and sends it. `agents`: a private note. */
  send(conversationId: string, text: string, visibility: "all" | "agents" = "all"): void {
    this.outbox?.add({ conversationId, text, visibility });
    this.views.get(conversationId)?.sent();
    this.sender?.hurry();
  }

  retry(id: string): void {
    this.outbox?.change(id, { error: null });
    this.sender?.hurry();
  }

  discard(id: string): void {
    this.outbox?.remove(id);
  }

  /** Takes a waiting conversation. Who oversees may, of whatever group and whatever their own limit. */
  claim(conversationId: string): Promise<Conversation | null> {
    const { me } = this.value.get();
    const force = me !== null && me.role !== "agent";
    return this.change(conversationId, "assign", { agentId: me?.id, ...(force && { force }) });
  }

  transfer(
    conversationId: string,
    to: { agentId: string; note?: string } | { groupId: string; note?: string },
  ): Promise<Conversation | null> {
    return this.change(conversationId, "transfer", to);
  }

  closeConversation(conversationId: string): Promise<Conversation | null> {
    return this.change(conversationId, "close");
  }

  reopen(conversationId: string): Promise<Conversation | null> {
    return this.change(conversationId, "reopen");
  }

  dismissError(): void {
    patch(this.value, { error: null });
  }

  async destroy(): Promise<void> {
    this.disposables.dispose();
    this.connection.stop();
    await this.leave(this.value.get().error);
  }

  private change(conversationId: string, verb: string, body?: object): Promise<Conversation | null> {
    return this.attempt(() =>
      this.api.post<Conversation>(`/v1/conversations/${conversationId}/${verb}`, body),
    );
  }

  /** null when it failed; the error is shown. */
  private async attempt<T>(call: () => Promise<T>): Promise<T | null> {
    try {
      const result = await call();
      patch(this.value, { error: null });
      return result;
    } catch (thrown) {
      const error = toChatError(thrown);
      if (error.isSignedOut) await this.onSignedOut(error);
      else patch(this.value, { error });
      return null;
    }
  }

  private async open(given: FirebaseAccess | null): Promise<void> {
    const agentId = this.session.stored()?.agentId;
    if (!agentId) return;
    // Without a pause in between, so that two that open at once cannot mix.
    const left = this.leave(null);
    patch(this.value, { phase: "signingIn" });
    this.startSending(agentId);
    await Promise.all([left, this.listen(given)]);
  }

  /** Listens, anew when the sign-in was lost: what is shown stays, and what is written meanwhile is sent. */
  private async listen(given: FirebaseAccess | null): Promise<void> {
    const agentId = this.session.stored()?.agentId;
    if (!agentId) return;
    this.stopListening();
    try {
      const db = await this.database.open(given);
      if (!db) return;
      this.db = db;
      this.visitors.use(db);
      for (const id of [...this.views.keys()]) this.leaveConversation(id);
      this.startWatching(db, agentId);
      if (!this.heartbeat) await this.startHeartbeat(agentId);
    } catch (error) {
      await this.onSignedOut(toChatError(error));
    }
  }

  private startSending(agentId: string): void {
    const { platform, name = "livechat-client" } = this.options;
    const outbox = new Outbox(`${name}:outbox:${agentId}:`, platform);
    const sender = new Sender({
      platform,
      api: this.api,
      outbox,
      lock: `${name}:sender:${agentId}`,
      threadFor: (entry) => this.threadFor(entry),
      onSent: (event) => this.views.get(event.conversationId)?.confirm(event),
      onSignedOut: async (error) => {
        await this.onSignedOut(error);
        return false;
      },
    });
    this.whileSignedIn.add(
      sender.problem.listen((problem) => this.onCall(problem)),
      () => sender.stop(),
      () => outbox.stop(),
    );
    this.outbox = outbox;
    this.sender = sender;
    void sender.run();
  }

  private startWatching(db: LiveDatabase, agentId: string): void {
    this.listeners = new AgentListeners(db, agentId, {
      onNews: (news) => {
        const { me } = news;
        if (me) patch(this.value, { phase: "ready", me: this.chosenStatus.applyTo(me) });
        else patch(this.value, news);
      },
      onComplete: () => {
        this.refusals = 0;
      },
      onCurrent: (isCurrent) => this.connection.listening(isCurrent),
      onRefused: (error) => this.onRefused(error),
    });
  }

  private async startHeartbeat(agentId: string): Promise<void> {
    const { clock, newId } = this.options.platform;
    const heartbeat = new Heartbeat({
      api: this.api,
      clock,
      agentId,
      consoleId: newId(),
      onResult: (problem) => (problem?.isSignedOut ? void this.onSignedOut(problem) : this.onCall(problem)),
    });
    this.heartbeat = heartbeat;
    this.whileSignedIn.add(() => heartbeat.stop());
    await heartbeat.beat();
  }

  private async threadFor(entry: OutboxEntry): Promise<{ conversationId: string; threadId: string }> {
    const conversationId = entry.conversationId ?? "";
    const live =
      this.views.get(conversationId)?.state.get().conversation ??
      this.value.get().mine.find(({ id }) => id === conversationId);
    const { activeThreadId } =
      live ?? (await this.api.get<Conversation>(`/v1/conversations/${conversationId}`));
    if (!activeThreadId) throw new ChatError("conversation_closed", "The conversation is closed.");
    return { conversationId, threadId: activeThreadId };
  }

  private onCall(problem: ChatError | null): void {
    this.connection.calling(problem);
    if (problem) patch(this.value, { error: problem });
    else if (this.value.get().error?.isTemporary) patch(this.value, { error: null });
  }

  /** A listener of the client itself was refused: the API says whether the agent is still one. */
  private onRefused(error: ChatError): void {
    this.refusals += 1;
    const mayBeSignedOut = error.isSignedOut || error.type === "authorization";
    if (mayBeSignedOut && this.refusals <= MOST_REFUSALS) void this.listen(null);
    else patch(this.value, { error });
  }

  private async onSignedOut(error: ChatError): Promise<void> {
    if (error.isSignedOut) this.session.forget();
    await this.leave(error);
  }

  /** The views stay as they were, to be looked at, until they can be opened anew. */
  private stopListening(): void {
    this.listeners?.stop();
    this.listeners = null;
    for (const view of this.views.values()) view.stop();
    this.visitors.use(null);
    this.db = null;
  }

  private async leave(error: ChatError | null): Promise<void> {
    this.stopListening();
    this.views.clear();
    this.whileSignedIn.dispose();
    this.outbox = null;
    this.sender = null;
    this.heartbeat = null;
    this.refusals = 0;
    this.chosenStatus.forget();
    this.value.set({ ...EMPTY, connection: this.value.get().connection, error });
    await this.database.close();
  }

  /** Another tab has signed out, or in. */
  private followOtherTabs(): void {
    const before = this.api.token;
    const now = this.session.stored()?.token ?? null;
    if (before === now) return;
    if (now === null) void this.leave(null);
    else void this.resume();
  }
}

import type { Agent, AgentStatus, Conversation, Event, FirebaseAccess, Group } from "@livechat/contract";
import { AgentSession } from "./agent-session.ts";
import { Api } from "./api.ts";
import { ChatError, toChatError } from "./chat-error.ts";
import { ChosenStatus } from "./chosen-status.ts";
import { Connection, type ConnectionState } from "./connection.ts";
import { DeskListeners } from "./desk-listeners.ts";
import type { Waiting } from "./group-queues.ts";
import { Heartbeat } from "./heartbeat.ts";
import type { LiveConversation, LiveDatabase, Observer, Visitor } from "./live-database.ts";
import { Outbox, type OutboxEntry } from "./outbox.ts";
import type { Platform } from "./platform.ts";
import { Room } from "./room.ts";
import { Sender } from "./sender.ts";
import { ServerTime } from "./server-time.ts";
import { SignedInDatabase } from "./signed-in-database.ts";
import { type Readable, type Stop, Stops, Value } from "./value.ts";
import { VisitorWatches } from "./visitor-watches.ts";

export interface DeskState {
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

export interface DeskOptions {
  api: string;
  platform: Platform;
  name?: string;
}

/** Refused this often in a row, the rules mean it: no new sign-in helps. */
const MOST_REFUSALS = 2;

const EMPTY: DeskState = {
  phase: "signedOut",
  connection: "online",
  me: null,
  agents: [],
  groups: [],
  mine: [],
  waiting: {},
  error: null,
};

/** An agent's desk: sign-in, status and lease, own conversations, the groups' queues, and the rooms that are open. */
export class AgentDesk {
  private readonly value = new Value<DeskState>(EMPTY);
  private readonly api: Api;
  private readonly session: AgentSession;
  private readonly serverTime: ServerTime;
  private readonly connection: Connection;
  private readonly stops = new Stops();
  private readonly database: SignedInDatabase;
  private readonly whileSignedIn = new Stops();
  private readonly rooms = new Map<string, Room>();
  private readonly arrivals = new Set<(event: Event) => void>();
  private readonly visitors = new VisitorWatches();
  private readonly chosenStatus = new ChosenStatus();
  private db: LiveDatabase | null = null;
  private listeners: DeskListeners | null = null;
  private outbox: Outbox | null = null;
  private sender: Sender | null = null;
  private heartbeat: Heartbeat | null = null;
  private refusals = 0;

  constructor(private readonly options: DeskOptions) {
    const { platform, api, name = "livechat-desk" } = options;
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
    this.stops.add(
      this.connection.state.subscribe((connection) => this.value.patch({ connection })),
      platform.store.onChange(() => this.followOtherTabs()),
    );
  }

  get state(): Readable<DeskState> {
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
      if (!error.isSignedOut && !this.session.stored()) this.value.patch({ error });
    }
  }

  /** What the agent chooses to be. */
  async setStatus(status: AgentStatus): Promise<void> {
    const before = this.value.get().me;
    if (!before) return;
    this.chosenStatus.choose(status);
    this.value.patch({ me: { ...before, status } });
    const stored = await this.attempt(() => this.api.patch<Agent>(`/v1/agents/${before.id}`, { status }));
    this.chosenStatus.settle(status, stored);
    const { me } = this.value.get();
    if (stored) void this.heartbeat?.beat();
    else if (me?.status === status) this.value.patch({ me: { ...me, status: before.status } });
  }

  async setAcceptingChats(acceptingChats: boolean): Promise<void> {
    const { me } = this.value.get();
    if (me) await this.attempt(() => this.api.patch<Agent>(`/v1/agents/${me.id}`, { acceptingChats }));
  }

  /** The conversation's room, opened when it is not yet. */
  room(conversationId: string): Room | null {
    const known = this.rooms.get(conversationId);
    const { me } = this.value.get();
    if (known || !this.db || !this.outbox || !me) return known ?? null;
    const room = new Room(conversationId, { kind: "agent", uid: me.id }, this.db, {
      clock: this.options.platform.clock,
      serverTime: this.serverTime,
      outbox: this.outbox,
      onError: (error) => this.value.patch({ error }),
    });
    this.rooms.set(conversationId, room);
    room.onArrival((event) => {
      for (const listener of [...this.arrivals]) listener(event);
    });
    return room;
  }

  leaveRoom(conversationId: string): void {
    this.rooms.get(conversationId)?.stop();
    this.rooms.delete(conversationId);
  }

  /** Told of every event that comes into an open room. */
  onArrival(listener: (event: Event) => void): Stop {
    this.arrivals.add(listener);
    return () => this.arrivals.delete(listener);
  }

  watchVisitor(visitorId: string, observer: Observer<Visitor | null>): Stop {
    return this.visitors.add(visitorId, observer);
  }

  /** Shows the message at once and sends it. `agents`: a private note. */
  send(conversationId: string, text: string, visibility: "all" | "agents" = "all"): void {
    this.outbox?.add({ conversationId, text, visibility });
    this.rooms.get(conversationId)?.sent();
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
    this.value.patch({ error: null });
  }

  async destroy(): Promise<void> {
    this.stops.all();
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
      this.value.patch({ error: null });
      return result;
    } catch (thrown) {
      const error = toChatError(thrown);
      if (error.isSignedOut) await this.onSignedOut(error);
      else this.value.patch({ error });
      return null;
    }
  }

  private async open(given: FirebaseAccess | null): Promise<void> {
    const agentId = this.session.stored()?.agentId;
    if (!agentId) return;
    // Without a pause in between, so that two that open at once cannot mix.
    const left = this.leave(null);
    this.value.patch({ phase: "signingIn" });
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
      for (const id of [...this.rooms.keys()]) this.leaveRoom(id);
      this.startWatching(db, agentId);
      if (!this.heartbeat) await this.startHeartbeat(agentId);
    } catch (error) {
      await this.onSignedOut(toChatError(error));
    }
  }

  private startSending(agentId: string): void {
    const { platform, name = "livechat-desk" } = this.options;
    const outbox = new Outbox(`${name}:outbox:${agentId}:`, platform);
    const sender = new Sender({
      platform,
      api: this.api,
      outbox,
      lock: `${name}:sender:${agentId}`,
      threadFor: (entry) => this.threadFor(entry),
      onSent: (event) => this.rooms.get(event.conversationId)?.confirm(event),
      onSignedOut: async (error) => {
        await this.onSignedOut(error);
        return false;
      },
    });
    this.whileSignedIn.add(
      sender.problem.subscribe((problem) => this.onCall(problem)),
      () => sender.stop(),
      () => outbox.stop(),
    );
    this.outbox = outbox;
    this.sender = sender;
    void sender.run();
  }

  private startWatching(db: LiveDatabase, agentId: string): void {
    this.listeners = new DeskListeners(db, agentId, {
      onNews: (news) => {
        const { me } = news;
        if (me) this.value.patch({ phase: "ready", me: this.chosenStatus.applyTo(me) });
        else this.value.patch(news);
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
      this.rooms.get(conversationId)?.state.get().conversation ??
      this.value.get().mine.find(({ id }) => id === conversationId);
    const { activeThreadId } =
      live ?? (await this.api.get<Conversation>(`/v1/conversations/${conversationId}`));
    if (!activeThreadId) throw new ChatError("conversation_closed", "The conversation is closed.");
    return { conversationId, threadId: activeThreadId };
  }

  private onCall(problem: ChatError | null): void {
    this.connection.calling(problem);
    if (problem) this.value.patch({ error: problem });
    else if (this.value.get().error?.isTemporary) this.value.patch({ error: null });
  }

  /** A listener of the desk itself was refused: the API says whether the agent is still one. */
  private onRefused(error: ChatError): void {
    this.refusals += 1;
    const mayBeSignedOut = error.isSignedOut || error.type === "authorization";
    if (mayBeSignedOut && this.refusals <= MOST_REFUSALS) void this.listen(null);
    else this.value.patch({ error });
  }

  private async onSignedOut(error: ChatError): Promise<void> {
    if (error.isSignedOut) this.session.forget();
    await this.leave(error);
  }

  /** The rooms stay as they were, to be looked at, until they can be opened anew. */
  private stopListening(): void {
    this.listeners?.stop();
    this.listeners = null;
    for (const room of this.rooms.values()) room.stop();
    this.visitors.use(null);
    this.db = null;
  }

  private async leave(error: ChatError | null): Promise<void> {
    this.stopListening();
    this.rooms.clear();
    this.whileSignedIn.all();
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

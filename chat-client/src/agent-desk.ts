import type { Agent, AgentStatus, Conversation, Event, FirebaseAccess, Group } from "@livechat/contract";
import { AgentSession } from "./agent-session.ts";
import { Api } from "./api.ts";
import { Attempts } from "./attempts.ts";
import { ChatError, toChatError } from "./chat-error.ts";
import { Connection, type ConnectionState } from "./connection.ts";
import { GroupQueues, type Waiting } from "./group-queues.ts";
import { Heartbeat } from "./heartbeat.ts";
import type { LiveConversation, LiveDatabase, Observer, Visitor } from "./live-database.ts";
import { Outbox, type OutboxEntry } from "./outbox.ts";
import type { Platform } from "./platform.ts";
import { Room } from "./room.ts";
import { Sender } from "./sender.ts";
import { ServerTime } from "./server-time.ts";
import { type Readable, type Stop, Stops, Value } from "./value.ts";

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
  private readonly whileSignedIn = new Stops();
  private readonly rooms = new Map<string, Room>();
  private readonly arrivals = new Set<(event: Event) => void>();
  private db: LiveDatabase | null = null;
  private queues: GroupQueues | null = null;
  private outbox: Outbox | null = null;
  private sender: Sender | null = null;
  private heartbeat: Heartbeat | null = null;
  private attempts: Attempts | null = null;
  private refusals = 0;

  constructor(private readonly options: DeskOptions) {
    const { platform, api, name = "livechat-desk" } = options;
    this.api = new Api(api, platform);
    this.session = new AgentSession(`${name}:session`, platform.store, this.api);
    this.serverTime = new ServerTime(platform.clock);
    this.connection = new Connection(platform.network);
    this.stops.add(
      this.connection.state.subscribe((connection) => this.value.patch({ connection })),
      platform.store.onChange(() => this.followOtherTabs()),
    );
  }

  get state(): Readable<DeskState> {
    return this.value;
  }

  /** Signs in. @throws ChatError, for the form to show. */
  async signIn(email: string, password: string): Promise<void> {
    await this.open(await this.session.signIn(email, password));
  }

  /** Comes back after a reload, if the agent had signed in. */
  async resume(): Promise<void> {
    if (!this.session.stored()) return;
    this.value.patch({ phase: "signingIn" });
    this.attempts = new Attempts(this.options.platform, (problem) => this.onCall(problem));
    try {
      await this.open(await this.attempts.until(() => this.session.access()));
    } catch (error) {
      await this.onSignedOut(toChatError(error));
    }
  }

  async signOut(): Promise<void> {
    await this.heartbeat?.leave().catch((error: unknown) => this.onCall(toChatError(error)));
    await this.api.post("/v1/auth/logout").catch((error: unknown) => this.onCall(toChatError(error)));
    this.session.forget();
    await this.leave(null);
  }

  /** What the agent chooses to be. */
  async setStatus(status: AgentStatus): Promise<void> {
    const before = this.value.get().me;
    if (!before) return;
    this.value.patch({ me: { ...before, status } });
    const done = await this.attempt(() => this.api.patch<Agent>(`/v1/agents/${before.id}`, { status }));
    if (done === null) this.value.patch({ me: before });
    else void this.heartbeat?.beat();
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
    return this.db?.watchVisitor(visitorId, observer) ?? (() => {});
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

  claim(conversationId: string): Promise<Conversation | null> {
    return this.change(conversationId, "assign", { agentId: this.value.get().me?.id });
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

  private async open(access: FirebaseAccess): Promise<void> {
    const { platform } = this.options;
    const agentId = this.session.stored()?.agentId;
    if (!agentId) return;
    this.value.patch({ phase: "signingIn", error: null });
    this.serverTime.learn(access.customToken);
    const db = await platform.openDatabase(access).catch((cause: unknown) => {
      throw new ChatError("network", "The console could not be loaded.", { cause });
    });
    await db.signIn(access.customToken);
    this.db = db;
    this.whileSignedIn.add(db.onSignedOut(() => void this.renew()));
    this.startSending(agentId);
    this.startWatching(db, agentId);
    await this.startHeartbeat(agentId);
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
    const seen = <T>(next: (value: T) => void): Observer<T> => ({
      next,
      failed: (error) => this.onRefused(error),
    });
    const queues = new GroupQueues(db, {
      onChange: (waiting) => this.value.patch({ waiting }),
      onRefused: (error) => this.onRefused(error),
    });
    this.queues = queues;
    this.whileSignedIn.add(
      () => queues.stop(),
      db.watchAgent(agentId, {
        next: (me, isCurrent) => {
          this.connection.listening(isCurrent);
          if (me) this.onMe(me);
        },
        failed: (error) => this.onRefused(error),
      }),
      db.watchAgents(seen((agents) => this.value.patch({ agents: byName(agents) }))),
      db.watchGroups(
        seen((groups) => {
          this.value.patch({ groups: byName(groups) });
          this.followQueues();
        }),
      ),
      db.watchOwnConversations(
        agentId,
        seen((mine) => this.value.patch({ mine: byActivity(mine) })),
      ),
    );
  }

  private onMe(me: Agent): void {
    const isFirst = this.value.get().me === null;
    this.value.patch({ me, phase: "ready" });
    this.followQueues();
    this.refusals = 0;
    if (isFirst) void this.sender?.run();
  }

  /** The queues of the groups that this agent is in now; of all groups for supervisors and admins. */
  private followQueues(): void {
    const { me, groups } = this.value.get();
    if (me) this.queues?.follow(me.role === "agent" ? me.groupIds : groups.map(({ id }) => id));
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
    if (mayBeSignedOut && this.refusals <= MOST_REFUSALS) void this.renew();
    else this.value.patch({ error });
  }

  /** A new token of Firebase, without the agent noticing; back to the sign-in form when there is none. */
  private async renew(): Promise<void> {
    await this.leave(null);
    await this.resume();
  }

  private async onSignedOut(error: ChatError): Promise<void> {
    if (error.isSignedOut) this.session.forget();
    await this.leave(error);
  }

  private async leave(error: ChatError | null): Promise<void> {
    const { db } = this;
    this.attempts?.stop();
    this.whileSignedIn.all();
    this.queues = null;
    for (const id of [...this.rooms.keys()]) this.leaveRoom(id);
    this.db = null;
    this.outbox = null;
    this.sender = null;
    this.heartbeat = null;
    this.value.set({ ...EMPTY, connection: this.value.get().connection, error });
    await db?.close();
  }

  /** Another tab has signed out, or in as somebody else. */
  private followOtherTabs(): void {
    const before = this.api.token;
    const now = this.session.stored()?.token ?? null;
    if (before !== null && now !== before) void this.leave(null).then(() => this.resume());
  }
}

function byName<T extends { name: string }>(items: T[]): T[] {
  return [...items].sort((a, b) => a.name.localeCompare(b.name));
}

function byActivity(conversations: LiveConversation[]): LiveConversation[] {
  return [...conversations].sort((a, b) => Date.parse(b.updatedAt) - Date.parse(a.updatedAt));
}

import type { Agent, Conversation, Event, FirebaseAccess, Group, Notification } from "@livechat/contract";
import { MemoryStore, oneAtATime } from "../src/firebase/memory-platform.ts";
import { ChatError } from "../src/platform/chat-error.ts";
import type { Dispose } from "../src/platform/disposables.ts";
import type {
  LiveConversation,
  LiveDatabase,
  Observer,
  Participant,
  ParticipantUpdate,
  QueueSummary,
  Visitor,
} from "../src/platform/live-database.ts";
import type { Clock, Network, Platform, Visibility } from "../src/platform/platform.ts";

/** Lets everything that is only waiting for promises go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

/** Time that moves only when the test moves it. */
export class FakeClock implements Clock {
  private timers: { at: number; run: () => void }[] = [];

  constructor(private time = Date.parse("2026-03-02T09:00:00Z")) {}

  now(): number {
    return this.time;
  }

  /** How many timers have been set and have not run. */
  get waiting(): number {
    return this.timers.length;
  }

  after(millis: number, run: () => void): Dispose {
    const timer = { at: this.time + millis, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** Moves time and runs what falls due, in order. */
  async advance(millis: number): Promise<void> {
    const end = this.time + millis;
    await settle();
    for (let next = this.due(end); next; next = this.due(end)) {
      this.time = Math.max(this.time, next.at);
      this.timers = this.timers.filter((other) => other !== next);
      next.run();
      await settle();
    }
    this.time = end;
  }

  /** Time goes by and no timer runs, as while a machine sleeps. */
  sleep(millis: number): void {
    this.time += millis;
  }

  private due(end: number) {
    return this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }
}

export class FakeVisibility implements Visibility {
  private visible = true;
  private readonly listeners = new Set<(isVisible: boolean) => void>();

  isVisible(): boolean {
    return this.visible;
  }

  onChange(listener: (isVisible: boolean) => void): Dispose {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  set(isVisible: boolean): void {
    this.visible = isVisible;
    for (const listener of [...this.listeners]) listener(isVisible);
  }
}

export class FakeNetwork implements Network {
  private online = true;
  private readonly listeners = new Set<(online: boolean) => void>();

  isOnline(): boolean {
    return this.online;
  }

  onChange(listener: (online: boolean) => void): Dispose {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  set(online: boolean): void {
    this.online = online;
    for (const listener of [...this.listeners]) listener(online);
  }
}

interface Refusal {
  status: number;
  type: string;
  retryAfter?: number;
  details?: { path: string; message: string }[];
}

/** What happens to one call. `lost`: it arrives and is done, but its answer is lost; `hanging`: no answer ever comes. */
type Fate = "lost" | "unreachable" | "hanging" | Refusal | { later: Promise<Response> };

const access = (uid: string): FirebaseAccess => ({
  customToken: `header.${btoa(JSON.stringify({ uid, iat: 1_772_442_000 }))}.signature`,
  config: { apiKey: "key", authDomain: "domain", projectId: "project" },
});

export const HEARTBEAT_SECONDS = 20;

/** The API as far as the client uses it, keeping messages as the real one does: once for each id. */
export class FakeServer {
  readonly events: Event[] = [];
  /** Every call that arrived, as "POST /path". */
  readonly calls: string[] = [];
  /** What was sent to threads. */
  readonly added: Record<string, unknown>[] = [];
  /** What each session was started with. */
  readonly startedWith: Record<string, unknown>[] = [];
  readonly refusedTokens = new Set<string>();
  isAvailable = true;
  isReachable = true;
  /** What heartbeats are told: a session that nobody uses for so long ends. */
  idleEndSeconds: number | null = 12 * 3600;
  /** What else the widget's configuration says. */
  config: Record<string, unknown> = {};
  conversation: Partial<Conversation> = {};
  /** When it answers, by its own clock; null: it does not say. */
  date: Date | null = null;
  private fates: Fate[] = [];
  private readonly keys: string[] = [];

  /** The next calls, in order, meet these fates. */
  meet(...fates: Fate[]): void {
    this.fates.push(...fates);
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const fate = this.fates.shift();
    const path = String(input);
    if (fate === "unreachable" || !this.isReachable) throw new TypeError("fetch failed");
    this.calls.push(`${init?.method} ${path}`);
    if (fate === "hanging") return new Promise(() => {});
    if (typeof fate === "object") return "later" in fate ? fate.later : this.refuse(fate);
    const token = new Headers(init?.headers).get("Authorization")?.replace("Bearer ", "") ?? "";
    if (this.refusedTokens.has(token)) return this.refuse({ status: 401, type: "authentication" });
    const body = typeof init?.body === "string" ? (JSON.parse(init.body) as Record<string, unknown>) : {};
    const answer = this.answer(path, body, token);
    if (fate === "lost") throw new TypeError("fetch failed");
    return new Response(JSON.stringify(answer), {
      headers: this.date ? { Date: this.date.toUTCString() } : {},
    });
  };

  private refuse({ status, type, retryAfter, details }: Refusal): Response {
    const headers = retryAfter ? { "Retry-After": String(retryAfter) } : {};
    const body = { error: { type, message: `It is ${type}.`, requestId: "r1", details } };
    return new Response(JSON.stringify(body), { status, headers });
  }

  private answer(path: string, body: Record<string, unknown>, token: string): unknown {
    if (path === "/v1/widget/session" || path === "/v1/widget/offline-messages")
      return this.startSession(body);
    if (path.startsWith("/v1/widget/config")) return { available: this.isAvailable, ...this.config };
    if (path === "/v1/auth/login") return this.logIn(String(body.email));
    if (path.endsWith("/heartbeat")) {
      return {
        looking: [],
        lookingAtListed: [],
        nextHeartbeatSeconds: HEARTBEAT_SECONDS,
        idleEndSeconds: this.idleEndSeconds,
      };
    }
    if (path === "/v1/auth/firebase-token") return access(token.split(".")[0] ?? "");
    if (path.includes("/events?")) return this.readEvents(new URLSearchParams(path.split("?")[1]));
    const thread = /^\/v1\/threads\/([\w-]+)\/events$/.exec(path)?.[1];
    if (!thread) return this.conversation;
    this.added.push(body);
    return this.addEvent(thread, body);
  }

  private readEvents(range: URLSearchParams) {
    const [after, before] = [Number(range.get("afterSeq") ?? 0), Number(range.get("beforeSeq") ?? Infinity)];
    const items = this.events.filter(({ seq }) => seq > after && seq < before);
    return { items: items.slice(-Number(range.get("limit"))), nextPageToken: null };
  }

  private logIn(email: string) {
    return { token: `${email}.token`, agent: { id: email }, firebase: access(email) };
  }

  private startSession(body: Record<string, unknown>) {
    this.startedWith.push(body);
    const known = this.numberOf(String(body.sessionToken ?? body.key));
    const [visitorId, conversationId] = [`vera${known}`, `chat${known}`];
    const ids = { visitorId, conversationId, threadId: `${conversationId}-1` };
    const { message: text, messageId: id } = body;
    const message = text === undefined ? {} : { message: this.addEvent(ids.threadId, { id, text }) };
    const sessionToken = `${visitorId}.secret`;
    return { ...ids, sessionToken, status: "pending", firebase: access(visitorId), ...message };
  }

  /** Of the session of a token or start key: the same for the same. */
  private numberOf(tokenOrKey: string): number {
    const ofToken = Number(/^vera(\d+)\.secret$/.exec(tokenOrKey)?.[1] ?? 0);
    if (ofToken > 0) return ofToken;
    if (!this.keys.includes(tokenOrKey)) this.keys.push(tokenOrKey);
    return this.keys.indexOf(tokenOrKey) + 1;
  }

  private addEvent(threadId: string, { id, text, visibility = "all" }: Record<string, unknown>): Event {
    const known = this.events.find((event) => event.id === id);
    if (known) return known;
    const added = event(this.events.length + 1, {
      id: String(id),
      threadId,
      conversationId: threadId.replace(/-\d+$/, ""),
      text: String(text),
      visibility: visibility as Event["visibility"],
    });
    this.events.push(added);
    return added;
  }
}

export function event(seq: number, facts: Partial<Event> = {}): Event {
  return {
    id: `event-${seq}`,
    conversationId: "chat1",
    threadId: "chat1-1",
    seq,
    type: "message",
    authorType: "visitor",
    authorId: "vera1",
    text: `text ${seq}`,
    systemType: null,
    visibility: "all",
    metadata: {},
    files: [],
    mentions: [],
    createdAt: "2026-03-02T09:00:00.000Z",
    ...facts,
  };
}

export function conversation(facts: Partial<LiveConversation> = {}): LiveConversation {
  const at = "2026-03-02T09:00:00.000Z";
  return {
    id: "chat1",
    visitorId: "vera1",
    groupId: "sales",
    status: "active",
    channel: "chat",
    assignedAgentId: "anna",
    activeThreadId: "chat1-1",
    tagIds: [],
    lastMessage: null,
    queue: null,
    lastSeq: 0,
    createdAt: at,
    updatedAt: at,
    assignedAt: null,
    firstResponseAt: null,
    closedAt: null,
    snoozedUntil: null,
    priority: "normal",
    subject: null,
    rating: null,
    isSpam: false,
    hasFiles: false,
    metadata: {},
    ...facts,
  };
}

export function agent(id: string, facts: Partial<Agent> = {}): Agent {
  const at = "2026-03-02T09:00:00.000Z";
  const counts = { maxConcurrentChats: 5, activeChats: 0, acceptingChats: true };
  const team = { role: "agent", status: "online", groupIds: [] } as const;
  const nothing = { avatarUrl: null, lastAssignedAt: null, isDeleted: false, deletedAt: null };
  const times = { createdAt: at, updatedAt: at };
  return { id, name: id, email: `${id}@x`, ...counts, ...team, ...nothing, ...times, ...facts } as Agent;
}

type Watched =
  | { what: "conversation"; value: LiveConversation | null }
  | { what: "events"; value: Event[] }
  | { what: "participants"; value: Participant[] }
  | { what: "summary"; value: QueueSummary | null }
  | { what: "visitor"; value: Visitor | null }
  | { what: "agents"; value: Agent[] }
  | { what: "groups"; value: Group[] }
  | { what: "own" | "waiting"; value: LiveConversation[] };

/** A database whose listeners are told what the test tells them. */
export class FakeDatabase implements LiveDatabase {
  readonly updates: ParticipantUpdate[] = [];
  readonly signedInWith: string[] = [];
  isClosed = false;
  private readonly observers = new Map<string, Observer<never>>();
  private signedOut: () => void = () => {};

  async signIn(customToken: string): Promise<void> {
    this.signedInWith.push(customToken);
  }

  onSignedOut(listener: () => void): Dispose {
    this.signedOut = listener;
    return () => {};
  }

  loseSignIn(): void {
    this.signedOut();
  }

  tell({ what, value }: Watched, isCurrent = true): void {
    this.observers.get(what)?.next(value as never, isCurrent);
  }

  refuse(what: Watched["what"]): void {
    this.observers.get(what)?.failed(new ChatError("authorization", "The rules refuse it."));
  }

  isWatched(what: Watched["what"]): boolean {
    return this.observers.has(what);
  }

  watchConversation = (_id: string, observer: Observer<LiveConversation | null>) =>
    this.watch("conversation", observer);
  watchEvents = (_of: object, observer: Observer<Event[]>) => this.watch("events", observer);
  watchOtherSide = (_sides: object, observer: Observer<Participant[]>) =>
    this.watch("participants", observer);
  watchQueueSummary = (_id: string, observer: Observer<QueueSummary | null>) =>
    this.watch("summary", observer);
  watchAgents = (observer: Observer<Agent[]>) => this.watch("agents", observer);
  watchGroups = (observer: Observer<Group[]>) => this.watch("groups", observer);
  watchVisitor = (_id: string, observer: Observer<Visitor | null>) => this.watch("visitor", observer);
  watchOwnConversations = (_id: string, observer: Observer<LiveConversation[]>) =>
    this.watch("own", observer);
  watchWaiting = (_id: string, observer: Observer<LiveConversation[]>) => this.watch("waiting", observer);
  watchGroupConversations = (_of: object, observer: Observer<LiveConversation[]>) =>
    this.watch("group", observer);
  watchNotifications = (_id: string, observer: Observer<Notification[]>) =>
    this.watch("notifications", observer);

  async updateParticipant(_sides: object, _uid: string, update: ParticipantUpdate): Promise<void> {
    this.updates.push(update);
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }

  private watch<T>(what: string, observer: Observer<T>): Dispose {
    this.observers.set(what, observer as Observer<never>);
    return () => {
      if (this.observers.get(what) === (observer as Observer<never>)) this.observers.delete(what);
    };
  }
}

/** One browser: what its tabs share, and a platform for each tab. */
export class FakeBrowser {
  readonly clock = new FakeClock();
  readonly network = new FakeNetwork();
  readonly visibility = new FakeVisibility();
  readonly server = new FakeServer();
  readonly store = new MemoryStore();
  readonly databases: FakeDatabase[] = [];
  /** So many times the SDK cannot be loaded. */
  failingLoads = 0;
  private readonly exclusively = oneAtATime();
  private ids = 0;

  /** The database that was opened last. */
  get database(): FakeDatabase {
    const last = this.databases.at(-1);
    if (!last) throw new Error("No database was opened.");
    return last;
  }

  tab(): Platform {
    const { clock, network, visibility, store, exclusively } = this;
    return {
      clock,
      network,
      visibility,
      store,
      exclusively,
      fetch: this.server.fetch,
      newId: () => `message-${++this.ids}`,
      openDatabase: async () => {
        this.failingLoads -= 1;
        if (this.failingLoads >= 0) throw new TypeError("Failed to fetch dynamically imported module");
        const opened = new FakeDatabase();
        this.databases.push(opened);
        return opened;
      },
    };
  }
}

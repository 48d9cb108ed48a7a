import type {
  AnySession,
  Event,
  FirebaseAccess,
  IdentifiedSession,
  OfflineMessage,
  Session,
  StartSession,
} from "@livechat/contract";
import { Api } from "../connection/api.ts";
import { ChatError, toChatError } from "../platform/chat-error.ts";
import type { Platform } from "../platform/platform.ts";
import { parseStored } from "../platform/stored.ts";
import { PageFacts } from "./page-facts.ts";
import { subjectOf } from "./subject.ts";

/** What is kept of a session: enough to come back to the conversation after a reload. */
export interface StoredSession {
  sessionToken: string;
  visitorId: string;
  /** null while nothing is said. */
  conversationId: string | null;
  threadId: string | null;
  /** Whether the company knows the visitor's e-mail. Sessions of before this was kept do not say. */
  hasEmail?: boolean;
}

/** A session whose conversation has begun. */
export type OpenSession = StoredSession & { conversationId: string; threadId: string };

const KEYS = ["sessionToken", "visitorId", "conversationId", "threadId"] as const;

export function isOpen(session: StoredSession | null): session is OpenSession {
  return session !== null && session.conversationId !== null && session.threadId !== null;
}

/** The message that begins a conversation, with the sender's own id. */
export interface FirstMessage {
  message: string;
  messageId: string;
}

/** What the visitor has filled in or agreed to before the conversation begins. */
export type Opening = Pick<StartSession, "form" | "consent">;

/** What is left for when somebody is there. */
export type LeftMessage = Pick<OfflineMessage, "message" | "fields" | "consent"> & {
  name?: string;
  email: string;
};

export interface StartedSession {
  session: OpenSession;
  access: FirebaseAccess;
  /** The first message as the API has stored it. */
  event: Event | null;
}

export interface IdentifiedVisitor {
  session: StoredSession;
  access: FirebaseAccess;
  verified: boolean;
  reason: string | null;
}

/** Pauses before the end of a session is told again, the last one as often as it takes. Storage has no token of it. */
const END_AGAIN_MS = [2_000, 10_000, 60_000];

interface Options {
  /** In front of every key in storage. */
  name: string;
  /** null: the default widget. */
  widgetId: string | null;
  /** What is known of the page when a conversation begins there: metadata, beside what the page itself says. */
  pageContext?: (() => Record<string, string>) | undefined;
  /** The last pages of this visit. */
  pageTrail?: (() => readonly string[]) | undefined;
  /** Where the API is. */
  base: string;
  platform: Platform;
  api: Api;
}

/** The visitor's session: in storage, shared by all tabs. */
export class VisitorSession {
  /** What the page says of the visitor. */
  readonly facts: PageFacts;
  /** The greeting that the next conversation answers. */
  greetingId: string | null = null;
  /** What goes along when the next conversation begins. */
  opening: Opening = {};
  private readonly key: string;
  private readonly platform: Platform;
  private readonly api: Api;

  constructor(private readonly options: Options) {
    const { name, platform, api } = options;
    this.key = `${name}:session`;
    this.platform = platform;
    this.api = api;
    this.facts = new PageFacts({
      clock: platform.clock,
      store: platform.store,
      key: `${this.key}:facts`,
      hasSession: () => this.stored() !== null,
      tell: async (facts) => {
        const sessionToken = this.stored()?.sessionToken;
        const body = { ...facts, ...this.widget, sessionToken, startConversation: false };
        await api.post("/v1/widget/session", body);
      },
    });
  }

  /** The session as storage has it now; the API's calls are made with its token. */
  stored(): StoredSession | null {
    const session = parseStored<StoredSession>(this.platform.store.get(this.key), KEYS);
    this.api.token = session?.sessionToken ?? null;
    return session;
  }

  /** Whom the pages of this browser have named; null: nobody yet. */
  get subject(): string | null {
    return this.platform.store.get(this.subjectAt);
  }

  /** From now on whatever is said here is said by this person. */
  claim(subject: string): void {
    this.platform.store.set(this.subjectAt, subject);
  }

  /**
   * A new session with its first message, unless a file begins it, or the open conversation of the one that is stored.
   * @throws ChatError `authentication` when the visitor was signed out meanwhile: then what has begun is ended.
   */
  async start(first: FirstMessage | null): Promise<StartedSession> {
    const before = this.stored();
    const key = before ? null : this.startKey();
    const started = await this.startWithFacts(
      { ...this.opening, ...first },
      before ? { sessionToken: before.sessionToken } : { key },
    );
    const isStill = before
      ? this.stored()?.sessionToken === before.sessionToken
      : this.platform.store.get(this.startKeyAt) === key;
    if (!isStill) this.discard(started.sessionToken);
    this.greetingId = null;
    this.opening = {};
    const session = this.keep(started) as OpenSession;
    this.facts.told();
    return { session, access: started.firebase, event: started.message ?? null };
  }

  /** A session alone, which files and facts can belong to, unless there is one. @throws ChatError as `start`. */
  async startAlone(): Promise<StoredSession> {
    const before = this.stored();
    if (before) return before;
    const key = this.startKey();
    const body = { ...this.facts.current, ...this.widget, key, startConversation: false };
    const answer = await this.api.post<AnySession>("/v1/widget/session", body);
    if (this.platform.store.get(this.startKeyAt) !== key) this.discard(answer.sessionToken);
    return this.keep(answer);
  }

  /** Leaves a message for when somebody is there. @throws ChatError as `start`. */
  async leaveMessage({ name, email, ...left }: LeftMessage): Promise<StartedSession> {
    const before = this.stored()?.sessionToken;
    const { visitor, ...page } = this.facts.current;
    const body: OfflineMessage = {
      ...page,
      ...this.widget,
      ...left,
      visitor: { ...visitor, ...(name && { name }), email },
      ...(before && { sessionToken: before }),
    };
    const answer = await this.api.post<Session>("/v1/widget/offline-messages", body);
    if (this.stored()?.sessionToken !== before) this.discard(answer.sessionToken);
    const session = this.keep(answer, true) as OpenSession;
    return { session, access: answer.firebase, event: answer.message ?? null };
  }

  /** Tells how the visitor can be reached. @throws ChatError */
  async tellEmail(email: string): Promise<void> {
    const sessionToken = this.stored()?.sessionToken;
    const body = { visitor: { email }, ...this.widget, sessionToken, startConversation: false };
    await this.api.post<AnySession>("/v1/widget/session", body);
    const session = this.stored();
    if (session?.sessionToken !== sessionToken) return;
    this.platform.store.set(this.key, JSON.stringify({ ...session, hasEmail: true }));
  }

  /** The conversation is left behind: the next message begins another one. */
  turnPage(): void {
    const session = this.stored();
    if (!session) return;
    const turned = { ...session, conversationId: null, threadId: null };
    this.platform.store.set(this.key, JSON.stringify(turned));
  }

  /** Whether the company knows the visitor's e-mail, as far as this browser can tell. */
  get hasEmail(): boolean {
    return this.stored()?.hasEmail === true || this.facts.current.visitor?.email !== undefined;
  }

  /**
   * Says who the visitor is, by a signed token.
   * @throws ChatError as the API answers; `authentication` when the visitor was signed out meanwhile.
   */
  async identify(token: string): Promise<IdentifiedVisitor> {
    const before = this.stored()?.sessionToken;
    const body = { token, ...this.widget, ...(before && { sessionToken: before }) };
    const answer = await this.api.post<IdentifiedSession>("/v1/widget/identify", body);
    const isStill = this.subject === subjectOf(token) && this.stored()?.sessionToken === before;
    if (!isStill) this.discard(answer.sessionToken);
    const { verified, reason } = answer;
    return { session: this.keep(answer, verified), access: answer.firebase, verified, reason };
  }

  /** What is needed to listen again. @throws ChatError `authentication` when the session has ended. */
  async access(): Promise<FirebaseAccess> {
    const before = this.stored()?.sessionToken;
    try {
      return await this.api.post<FirebaseAccess>("/v1/auth/firebase-token");
    } catch (error) {
      // Refused was a session that is not this browser's any more.
      const now = this.stored()?.sessionToken;
      if (now === undefined || now === before) throw error;
      return this.access();
    }
  }

  forget(): void {
    this.platform.store.remove(this.key);
    this.api.token = null;
  }

  /** Forgets all that is kept of the visitor, at once, and has the server end the session. */
  async end(): Promise<void> {
    const { store } = this.platform;
    const token = this.stored()?.sessionToken;
    for (const key of store.keys(`${this.options.name}:`)) store.remove(key);
    this.api.token = null;
    this.greetingId = null;
    this.opening = {};
    this.facts.forget();
    if (token) await this.endOnServer(token);
  }

  /** Of the page; none for the default one. */
  get widget(): { widgetId?: string } {
    const { widgetId } = this.options;
    return widgetId === null ? {} : { widgetId };
  }

  private get subjectAt(): string {
    return `${this.options.name}:subject`;
  }

  private get startKeyAt(): string {
    return `${this.key}:start`;
  }

  private keep(answer: AnySession, isEmailKnown = false): StoredSession {
    const { sessionToken, visitorId, conversationId, threadId } = answer;
    const hasEmail = isEmailKnown || this.hasEmail;
    const session = { sessionToken, visitorId, conversationId, threadId, ...(hasEmail && { hasEmail }) };
    this.platform.store.set(this.key, JSON.stringify(session));
    this.platform.store.remove(this.startKeyAt);
    this.api.token = sessionToken;
    return session;
  }

  /** The answer is for somebody who was signed out while it was on its way. */
  private discard(token: string): never {
    void this.endOnServer(token);
    throw new ChatError("authentication", "The visitor was signed out.");
  }

  /** By a client of its own: the token is nobody's any more. Tried again while the network fails and the page is there. */
  private async endOnServer(token: string): Promise<void> {
    const { base, platform } = this.options;
    const api = new Api(base, platform);
    api.token = token;
    for (let attempt = 0; ; attempt += 1) {
      try {
        await api.post("/v1/auth/logout");
        return;
      } catch (thrown) {
        if (!toChatError(thrown).isTemporary) return;
        const pause = END_AGAIN_MS[Math.min(attempt, END_AGAIN_MS.length - 1)] ?? 0;
        await new Promise<void>((resolve) => platform.clock.after(pause, resolve));
      }
    }
  }

  /** Facts that the API refuses are left out: what the page says must not stand in the way of the visitor's words. */
  private async startWithFacts(
    first: Partial<StartSession>,
    who: object,
    context: Record<string, unknown> = this.context(),
  ): Promise<Session> {
    const greeting = this.greetingId === null ? {} : { greetingId: this.greetingId };
    const facts = this.facts.current;
    const metadata = { ...context, ...facts.metadata };
    const about = { ...facts, ...(Object.keys(metadata).length > 0 && { metadata }) };
    const body = { ...about, ...this.widget, ...greeting, ...who, ...first };
    try {
      return await this.api.post<Session>("/v1/widget/session", body);
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      const isLess = Object.keys(context).length > 0 && error.type === "validation";
      if (!isLess && !this.facts.leaveOut(error)) throw error;
      // Ours goes first: what the page says matters more.
      return this.startWithFacts(first, who, isLess ? {} : context);
    }
  }

  private context(): Record<string, unknown> {
    const { pageContext, pageTrail } = this.options;
    const pages = pageTrail?.();
    // One alone is the context's own page.
    return { ...pageContext?.(), ...(pages?.[1] && { pages }) };
  }

  /** The same until an answer is there: a call whose answer was lost begins no second conversation. */
  private startKey(): string {
    const { store, newId } = this.platform;
    const known = store.get(this.startKeyAt);
    if (known) return known;
    const made = newId();
    store.set(this.startKeyAt, made);
    return made;
  }
}

import type { Event, FirebaseAccess, Session } from "@livechat/contract";
import type { Api } from "../connection/api.ts";
import { ChatError } from "../platform/chat-error.ts";
import type { Platform } from "../platform/platform.ts";
import { parseStored } from "../platform/stored.ts";
import { PageFacts } from "./page-facts.ts";

/** What is kept of a session: enough to come back to the conversation after a reload. */
export interface StoredSession {
  sessionToken: string;
  visitorId: string;
  conversationId: string;
  threadId: string;
}

const KEYS = ["sessionToken", "visitorId", "conversationId", "threadId"] as const;

/** The message that begins a conversation, with the sender's own id. */
export interface FirstMessage {
  message: string;
  messageId: string;
}

export interface StartedSession {
  session: StoredSession;
  access: FirebaseAccess;
  /** The first message as the API has stored it. */
  event: Event | null;
}

/** The visitor's session: in storage, shared by all tabs. */
export class VisitorSession {
  /** What the page says of the visitor. */
  readonly facts: PageFacts;

  constructor(
    private readonly key: string,
    private readonly platform: Pick<Platform, "store" | "clock" | "newId">,
    private readonly api: Api,
  ) {
    const { store, clock } = platform;
    this.facts = new PageFacts({
      clock,
      store,
      key: `${key}:facts`,
      hasSession: () => this.stored() !== null,
      tell: async (facts) => {
        const sessionToken = this.stored()?.sessionToken;
        await api.post("/v1/widget/session", { ...facts, sessionToken, startConversation: false });
      },
    });
  }

  /** The session as storage has it now; the API's calls are made with its token. */
  stored(): StoredSession | null {
    const session = parseStored<StoredSession>(this.platform.store.get(this.key), KEYS);
    this.api.token = session?.sessionToken ?? null;
    return session;
  }

  /** A new session with its first message, unless a file begins it, or the open conversation of the one that is stored. @throws ChatError */
  async start(first: FirstMessage | null): Promise<StartedSession> {
    const started = await this.startWithFacts(first);
    const { visitorId, conversationId, threadId, sessionToken } = started;
    const session = { sessionToken, visitorId, conversationId, threadId };
    const { store } = this.platform;
    store.set(this.key, JSON.stringify(session));
    store.remove(this.startKeyAt);
    this.api.token = sessionToken;
    this.facts.told();
    return { session, access: started.firebase, event: started.message ?? null };
  }

  /** What is needed to listen again. @throws ChatError `authentication` when the session has ended. */
  access(): Promise<FirebaseAccess> {
    this.stored();
    return this.api.post<FirebaseAccess>("/v1/auth/firebase-token");
  }

  forget(): void {
    this.platform.store.remove(this.key);
    this.api.token = null;
  }

  private get startKeyAt(): string {
    return `${this.key}:start`;
  }

  /** Facts that the API refuses are left out: what the page says must not stand in the way of the visitor's words. */
  private async startWithFacts(first: FirstMessage | null): Promise<Session> {
    const sessionToken = this.stored()?.sessionToken;
    const who = sessionToken ? { sessionToken } : { key: this.startKey() };
    try {
      return await this.api.post<Session>("/v1/widget/session", { ...this.facts.current, ...who, ...first });
    } catch (error) {
      if (!(error instanceof ChatError) || !this.facts.leaveOut(error)) throw error;
      return this.startWithFacts(first);
    }
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

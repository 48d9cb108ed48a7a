import type { FirebaseAccess, Session, VisitorFacts } from "@livechat/contract";
import type { Api } from "./api.ts";
import type { KeyValueStore } from "./platform.ts";

/** What is kept of a session: enough to come back to the conversation after a reload. */
export interface StoredSession {
  sessionToken: string;
  visitorId: string;
  conversationId: string;
  threadId: string;
}

export interface VisitorInput {
  visitor?: VisitorFacts;
  metadata?: Record<string, unknown>;
  groupId?: string;
}

/** The visitor's session: in storage, shared by all tabs. */
export class VisitorSession {
  /** What is sent when a session is started. */
  input: VisitorInput = {};

  constructor(
    private readonly key: string,
    private readonly store: KeyValueStore,
    private readonly api: Api,
  ) {}

  /** The session as storage has it now; the API's calls are made with its token. */
  stored(): StoredSession | null {
    const text = this.store.get(this.key);
    const session = text === null ? null : (JSON.parse(text) as StoredSession);
    this.api.token = session?.sessionToken ?? null;
    return session;
  }

  /** A new session, or the open conversation of the one that is stored. @throws ChatError */
  async start(): Promise<{ session: StoredSession; access: FirebaseAccess }> {
    const sessionToken = this.stored()?.sessionToken;
    const started = await this.api.post<Session>("/v1/widget/session", {
      ...this.input,
      ...(sessionToken && { sessionToken }),
    });
    const { visitorId, conversationId, threadId } = started;
    const session = { sessionToken: started.sessionToken, visitorId, conversationId, threadId };
    this.store.set(this.key, JSON.stringify(session));
    this.api.token = session.sessionToken;
    return { session, access: started.firebase };
  }

  /** What is needed to listen again. @throws ChatError `authentication` when the session has ended. */
  access(): Promise<FirebaseAccess> {
    this.stored();
    return this.api.post<FirebaseAccess>("/v1/auth/firebase-token");
  }

  forget(): void {
    this.store.remove(this.key);
    this.api.token = null;
  }
}

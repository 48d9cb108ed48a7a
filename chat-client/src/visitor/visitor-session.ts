import type { FirebaseAccess, Session, VisitorFacts } from "@livechat/contract";
import type { Api } from "../connection/api.ts";
import { ChatError } from "../platform/chat-error.ts";
import type { KeyValueStore } from "../platform/platform.ts";
import { parseStored } from "../platform/stored.ts";

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

const KEYS = ["sessionToken", "visitorId", "conversationId", "threadId"] as const;

/** The input without what a `validation` error names, or the input itself when the error is about something else. */
function withoutRefused(input: VisitorInput, { type, details }: ChatError): VisitorInput {
  if (type !== "validation") return input;
  const refused = new Set(details.map(({ path }) => path));
  const isRefused = (path: string) => [...refused].some((at) => at === path || at.startsWith(`${path}.`));
  const facts = refused.has("visitor") ? [] : Object.entries(input.visitor ?? {});
  const visitor = facts.filter(([key]) => !isRefused(`visitor.${key}`));
  const accepted: VisitorInput = {
    ...(visitor.length > 0 && { visitor: Object.fromEntries(visitor) }),
    ...(input.metadata && !isRefused("metadata") && { metadata: input.metadata }),
    ...(input.groupId !== undefined && { groupId: input.groupId }),
  };
  return JSON.stringify(accepted) === JSON.stringify(input) ? input : accepted;
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
    const session = parseStored<StoredSession>(this.store.get(this.key), KEYS);
    this.api.token = session?.sessionToken ?? null;
    return session;
  }

  /** A new session, or the open conversation of the one that is stored. @throws ChatError */
  async start(): Promise<{ session: StoredSession; access: FirebaseAccess }> {
    const started = await this.startWithInput();
    const { visitorId, conversationId, threadId } = started;
    const session = { sessionToken: started.sessionToken, visitorId, conversationId, threadId };
    this.store.set(this.key, JSON.stringify(session));
    this.api.token = session.sessionToken;
    return { session, access: started.firebase };
  }

  /** Facts that the API refuses are left out: what the page says must not stand in the way of the visitor's words. */
  private async startWithInput(): Promise<Session> {
    const sessionToken = this.stored()?.sessionToken;
    try {
      return await this.api.post<Session>("/v1/widget/session", {
        ...this.input,
        ...(sessionToken && { sessionToken }),
      });
    } catch (error) {
      const accepted = error instanceof ChatError ? withoutRefused(this.input, error) : this.input;
      if (accepted === this.input) throw error;
      console.warn("livechat: facts about the visitor were refused and left out.", error);
      this.input = accepted;
      return this.startWithInput();
    }
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

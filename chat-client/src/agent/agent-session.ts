import type { FirebaseAccess, LoginAnswer } from "@livechat/contract";
import type { Api } from "../connection/api.ts";
import type { KeyValueStore } from "../platform/platform.ts";
import { parseStored } from "../platform/stored.ts";

/** An agent's sign-in as it is kept: the token of the API and whose it is. */
interface Stored {
  token: string;
  agentId: string;
}

/** The agent's sign-in: in storage, shared by all tabs. */
export class AgentSession {
  constructor(
    private readonly key: string,
    private readonly store: KeyValueStore,
    private readonly api: Api,
  ) {}

  stored(): Stored | null {
    const stored = parseStored<Stored>(this.store.get(this.key), ["token", "agentId"]);
    this.api.token = stored?.token ?? null;
    return stored;
  }

  /** @throws ChatError `authentication` for a wrong e-mail or password. */
  async signIn(email: string, password: string): Promise<FirebaseAccess> {
    this.api.token = null;
    const answer = await this.api.post<LoginAnswer>("/v1/auth/login", { email, password });
    return this.take(answer);
  }

  /** Keeps what a login was answered with. */
  take(answer: LoginAnswer): FirebaseAccess {
    const stored: Stored = { token: answer.token, agentId: answer.agent.id };
    // The token first: whoever is told of the change finds nothing new in it here.
    this.api.token = answer.token;
    this.store.set(this.key, JSON.stringify(stored));
    return answer.firebase;
  }

  access(): Promise<FirebaseAccess> {
    return this.api.post<FirebaseAccess>("/v1/auth/firebase-token");
  }

  forget(): void {
    this.store.remove(this.key);
    this.api.token = null;
  }
}

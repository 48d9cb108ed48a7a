import type { Conversation } from "@livechat/contract";
import type { Api, Method } from "../connection/api.ts";
import { type ChatError, toChatError } from "../platform/chat-error.ts";

interface Deps {
  api: Api;
  /** Whether a session is stored. */
  hasSession(): boolean;
  /** The token is not taken any more. */
  onSignedOut(error: ChatError): Promise<void>;
  /** Shows what went wrong; null: nothing does any more. */
  showError(error: ChatError | null): void;
}

/** Calls of the API in the agent's name. A refused token signs the agent out. */
export class Calls {
  constructor(private readonly deps: Deps) {}

  /** A call whose failure the caller shows. @throws ChatError as the API answered */
  request<T>(method: Method, path: string, body?: object): Promise<T> {
    return this.asked(() => this.deps.api.call<T>(method, path, body));
  }

  /** What the API answers as text. @throws ChatError as `request` does */
  requestText(path: string): Promise<string> {
    return this.asked(() => this.deps.api.getText(path));
  }

  /** `POST /v1/conversations/{id}/{verb}`; null when it failed: the error is shown. */
  change(conversationId: string, verb: string, body?: object): Promise<Conversation | null> {
    const path = `/v1/conversations/${conversationId}/${verb}`;
    return this.attempt(() => this.deps.api.post<Conversation>(path, body));
  }

  /** null when it failed; the error is shown. */
  async attempt<T>(call: () => Promise<T>): Promise<T | null> {
    const { onSignedOut, showError } = this.deps;
    try {
      const result = await call();
      showError(null);
      return result;
    } catch (thrown) {
      const error = toChatError(thrown);
      if (error.isSignedOut) await onSignedOut(error);
      else showError(error);
      return null;
    }
  }

  private async asked<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (thrown) {
      const error = toChatError(thrown);
      if (error.isSignedOut && this.deps.hasSession()) await this.deps.onSignedOut(error);
      throw error;
    }
  }
}

import type { WritableAtom } from "nanostores";
import type { ClientShell } from "../connection/client-shell.ts";
import type { ChatError } from "../platform/chat-error.ts";
import { Listeners } from "../platform/listeners.ts";
import { patch } from "../platform/store.ts";
import type { Outbox } from "../sending/outbox.ts";
import type { CurrentConversation } from "./current-conversation.ts";
import type { Identity } from "./identity.ts";
import { isOpen, type VisitorSession } from "./visitor-session.ts";
import { type VisitorState, withoutConversation } from "./visitor-state.ts";

interface Deps {
  shell: ClientShell;
  session: VisitorSession;
  identity: Identity;
  outbox: Outbox;
  current: CurrentConversation;
  /** What is shown. */
  value: WritableAtom<VisitorState>;
  /** Sends what is in the outbox. */
  send(): Promise<void>;
}

/** The session has begun, is another one or has ended: here, in another tab or on the server. */
export class SessionChanges {
  /** Whoever keeps something of the visitor is told that they were signed out. */
  readonly forgotten = new Listeners<void>();

  constructor(private readonly deps: Deps) {}

  /** Forgets the visitor at once. Settles once the server has ended the session, too. */
  async logout(): Promise<void> {
    const { identity, outbox, session, shell } = this.deps;
    identity.forget();
    for (const { id } of outbox.entries.get()) outbox.remove(id);
    const ended = session.end();
    this.showNothing();
    this.forgotten.tell();
    await Promise.all([ended, shell.close()]);
  }

  /** The session or its sign-in to the database was refused. */
  async onRefused(error: ChatError): Promise<void> {
    const { shell, value } = this.deps;
    if (error.isSignedOut) await this.onEnded(shell.api.token);
    else patch(value, { error });
  }

  /**
   * The server does not take this token any more: whatever is still to be sent begins a new session.
   * @returns true, as another attempt makes sense.
   */
  async onEnded(token: string | null): Promise<boolean> {
    const { outbox, session, shell, send } = this.deps;
    // Meanwhile, here or in another tab, a new one may have been started.
    if (session.stored()?.sessionToken !== token) return true;
    session.forget();
    for (const { id } of outbox.entries.get()) outbox.change(id, { conversationId: null, threadId: null });
    this.showNothing();
    await shell.close();
    void send();
    return true;
  }

  /** Another tab has started, or ended, the session that we share. */
  followOtherTabs(): void {
    const { current, identity, session, shell } = this.deps;
    if (identity.isBusy) return;
    const stored = session.stored();
    if (current.id !== null && !isOpen(stored)) {
      this.showNothing();
      if (!stored) this.forgotten.tell();
      void shell.close();
      return;
    }
    if (isOpen(stored) && stored.conversationId !== current.id) void current.connect(stored, null);
  }

  /** Shows what waits to be sent, and no conversation. */
  showNothing(): void {
    const { current, value } = this.deps;
    current.leave();
    value.set(withoutConversation(value.get()));
    this.showSession();
    current.showWaiting();
  }

  showSession(): void {
    const { session, value } = this.deps;
    patch(value, { hasSession: session.stored() !== null, isKnown: session.hasEmail });
  }
}

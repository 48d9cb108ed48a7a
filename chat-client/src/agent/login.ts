import type { FirebaseAccess, LoginAnswer } from "@livechat/contract";
import type { WritableAtom } from "nanostores";
import type { ClientShell } from "../connection/client-shell.ts";
import { type ChatError, toChatError } from "../platform/chat-error.ts";
import { Disposables } from "../platform/disposables.ts";
import type { Platform } from "../platform/platform.ts";
import { patch } from "../platform/store.ts";
import { AgentSession } from "./agent-session.ts";
import { type AgentState, EMPTY_STATE } from "./agent-state.ts";
import { EndedSessions } from "./ended-sessions.ts";
import { IdleEnd, idleError } from "./idle-end.ts";
import type { SignedIn } from "./signed-in.ts";

interface Deps {
  shell: ClientShell;
  platform: Platform;
  /** Keeps apart what several consoles on one origin store. */
  name: string;
  state: WritableAtom<AgentState>;
  /** What there is from a sign-in on. */
  makeSignedIn(agentId: string): SignedIn;
}

/** From signing in to the end of the session: one for all tabs of the browser. */
export class Login {
  private readonly session: AgentSession;
  private readonly ended: EndedSessions;
  private readonly idle: IdleEnd;
  private readonly disposables = new Disposables();
  private now: SignedIn | null = null;

  constructor(private readonly deps: Deps) {
    const { shell, platform, name } = deps;
    this.session = new AgentSession(`${name}:session`, platform.store, shell.api);
    this.ended = new EndedSessions({
      prefix: `${name}:ended:`,
      platform,
      apiOf: (token) => shell.apiWithToken(token),
    });
    this.idle = new IdleEnd({
      key: `${name}:use`,
      platform,
      onIdle: (error) => void this.end(error),
    });
    this.disposables.add(
      () => this.ended.stop(),
      platform.store.onChange(() => this.followOtherTabs()),
    );
  }

  /** null while nobody is signed in. */
  get signedIn(): SignedIn | null {
    return this.now;
  }

  hasSession(): boolean {
    return this.session.stored() !== null;
  }

  /** A new custom token for whoever is signed in. @throws ChatError */
  access(): Promise<FirebaseAccess> {
    return this.session.access();
  }

  /** @throws ChatError of the login; what fails after that stands in the state. */
  async signIn(email: string, password: string): Promise<void> {
    await this.begin(await this.session.signIn(email, password), true);
  }

  /** Signs in by what a login was answered with. */
  async signInWith(answer: LoginAnswer): Promise<void> {
    await this.begin(this.session.take(answer), true);
  }

  /** Goes on with the session that is stored, if there is one. */
  async resume(): Promise<void> {
    void this.ended.tell();
    if (this.hasSession()) await this.begin(null, false);
  }

  /** Ends the session here and on the server. What is not sent stays for the agent's next sign-in. */
  async end(reason: ChatError | null): Promise<void> {
    const { shell, state } = this.deps;
    const status = this.now?.status;
    const token = this.session.stored()?.token;
    if (token) this.ended.add(token);
    this.session.forget();
    await this.leave(reason);
    try {
      if (token) await status?.leave(shell.apiWithToken(token));
    } catch (thrown) {
      const error = toChatError(thrown);
      // Signed out by the server before: then there is nothing left to tell. The lease ends by itself.
      if (!error.isSignedOut && !reason && !this.hasSession()) patch(state, { error });
    }
    await this.ended.tell();
  }

  /** The server does not take the session any more, or the sign-in to the database failed. */
  async onSignedOut(error: ChatError): Promise<void> {
    if (error.isSignedOut) this.session.forget();
    await this.leave(error.isSignedOut && this.idle.isOver ? idleError() : error);
  }

  /** Somebody uses the console. */
  used(): void {
    if (this.now) this.idle.used();
  }

  /** How long nobody may use a console before its session ends, in seconds; null: any time. */
  allowIdle(seconds: number | null): void {
    this.idle.allow(seconds);
  }

  /** Frees everything; the session stays. */
  async destroy(): Promise<void> {
    this.disposables.dispose();
    await this.leave(this.deps.state.get().error);
  }

  private async begin(given: FirebaseAccess | null, isNew: boolean): Promise<void> {
    const { shell, state, makeSignedIn } = this.deps;
    const agentId = this.session.stored()?.agentId;
    if (!agentId) return;
    // Without a pause in between, so that two that begin at once cannot mix.
    const left = this.leave(null);
    patch(state, { phase: "signingIn" });
    shell.connection.listening(false);
    const signedIn = makeSignedIn(agentId);
    this.now = signedIn;
    signedIn.watchInbox();
    this.idle.begin(isNew);
    await Promise.all([left, shell.listen(given), signedIn.status.begin()]);
  }

  private async leave(error: ChatError | null): Promise<void> {
    const { shell, state } = this.deps;
    const signedIn = this.now;
    this.now = null;
    this.idle.stop();
    signedIn?.stop();
    shell.noRefusal();
    shell.connection.listening(null);
    state.set({ ...EMPTY_STATE, connection: state.get().connection, error });
    await shell.close();
  }

  /** Another tab has signed out, or in. */
  private followOtherTabs(): void {
    const before = this.deps.shell.api.token;
    const now = this.session.stored()?.token ?? null;
    if (before === now) return;
    if (now === null) void this.leave(this.idle.isOver ? idleError() : null);
    else void this.resume();
  }
}

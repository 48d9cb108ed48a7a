import type {
  AgentStatus,
  Conversation,
  Event,
  FirebaseAccess,
  LoginAnswer,
  Notification,
} from "@livechat/contract";
import { atom } from "nanostores";
import type { Api, Method } from "../connection/api.ts";
import { ClientShell } from "../connection/client-shell.ts";
import { LiveData, PollingSource, ServerTime, SignedInDatabase } from "../connection/live-parts.ts";
import type { ConversationView } from "../conversation/conversation-view.ts";
import { type ChatError, toChatError } from "../platform/chat-error.ts";
import { Disposables, type Dispose } from "../platform/disposables.ts";
import type { GroupConversations, LiveConversation, Observer, Visitor } from "../platform/live-database.ts";
import type { Platform } from "../platform/platform.ts";
import { patch, type Store } from "../platform/store.ts";
import { AgentSession } from "./agent-session.ts";
import { type AgentState, EMPTY_STATE, type Inbox } from "./agent-state.ts";
import { type AgentMessage, Conversations } from "./conversations.ts";
import { EndedSessions } from "./ended-sessions.ts";
import { handOn } from "./hand-on.ts";
import { IdleEnd, idleError } from "./idle-end.ts";
import { InboxListeners } from "./inbox-listeners.ts";
import { Status } from "./status.ts";

export interface AgentClientOptions {
  /** Where the API is, without a slash at the end: "" for the page's own origin. */
  api: string;
  platform: Platform;
  /** Keeps apart what several consoles on one origin store. */
  name?: string;
}

/** What there is while an agent is signed in. */
interface SignedIn {
  agentId: string;
  status: Status;
  conversations: Conversations;
  inbox: InboxListeners | null;
}

/** An agent at work: sign-in, status and lease, the inbox, and the conversations that are open. */
export class AgentClient {
  private readonly value = atom<AgentState>(EMPTY_STATE);
  private readonly name: string;
  private readonly platform: Platform;
  private readonly shell: ClientShell;
  private readonly session: AgentSession;
  private readonly ended: EndedSessions;
  private readonly idle: IdleEnd;
  private readonly disposables = new Disposables();
  private readonly arrivals = new Set<(event: Event) => void>();
  private signedIn: SignedIn | null = null;

  /** Milliseconds since 1970 by the server's clock: what the server has dated is compared with this. */
  readonly serverNow = (): number => this.shell.serverTime.now();

  constructor({ platform, api, name = "livechat-desk" }: AgentClientOptions) {
    this.name = name;
    this.platform = platform;
    this.shell = new ClientShell({
      api,
      platform,
      access: () => this.session.access(),
      onSignedOut: (error) => void this.onSignedOut(error),
      onProblem: (problem) => this.onCall(problem),
    });
    this.shell.attach({ LiveData, PollingSource, ServerTime, SignedInDatabase });
    this.session = new AgentSession(`${name}:session`, platform.store, this.shell.api);
    this.ended = new EndedSessions({
      prefix: `${name}:ended:`,
      platform,
      apiOf: (token) => this.shell.apiWithToken(token),
    });
    this.idle = new IdleEnd({
      key: `${name}:use`,
      platform,
      onIdle: (error) => void this.endSession(error),
    });
    this.disposables.add(
      () => this.ended.stop(),
      this.shell.connection.state.listen((connection) => patch(this.value, { connection })),
      platform.store.onChange(() => this.followOtherTabs()),
    );
  }

  get state(): Store<AgentState> {
    return this.value;
  }

  /** The API with this agent's token, for everything that needs no listener. */
  get api(): Api {
    return this.shell.api;
  }

  /** Signs in. @throws ChatError, for the form to show; what fails after that stands in the state. */
  async signIn(email: string, password: string): Promise<void> {
    await this.begin(await this.session.signIn(email, password), true);
  }

  /** Signs in by what the API answered to a link that sets a password. */
  async signInWith(answer: LoginAnswer): Promise<void> {
    await this.begin(this.session.take(answer), true);
  }

  /** Comes back after a reload, if the agent had signed in. */
  async resume(): Promise<void> {
    void this.ended.tell();
    if (this.session.stored()) await this.begin(null, false);
  }

  /** Messages that are not sent: they go with `signOut`, so that whoever is at the console is asked first. */
  get unsentMessages(): number {
    return this.signedIn?.conversations.unsent ?? 0;
  }

  /**
   * Signs out here and in all other tabs, at once, and forgets what is not sent. The server is told until it has heard,
   * also by the next page of this browser.
   */
  async signOut(): Promise<void> {
    this.signedIn?.conversations.discardAll();
    await this.endSession(null);
  }

  /** Somebody uses the console: they press a key or touch the page. */
  used(): void {
    if (this.signedIn) this.idle.used();
  }

  /** What the agent chooses to be. */
  async setStatus(status: AgentStatus): Promise<void> {
    await this.signedIn?.status.set(status);
  }

  /**
   * Gives the own running chats back to their groups, where somebody else is looked for at once. Offline comes first, so that
   * none comes back.
   * @throws ChatError of one that could not be handed on; the others are.
   */
  async handOnChats(): Promise<void> {
    await this.setStatus("offline");
    await handOn(this.value.get().mine, this.api);
  }

  async setAcceptingChats(acceptingChats: boolean): Promise<void> {
    await this.signedIn?.status.setAcceptingChats(acceptingChats);
  }

  /** The conversation's view, opened when it is not yet; null while nobody is signed in. */
  conversation(conversationId: string): ConversationView | null {
    return this.signedIn?.conversations.open(conversationId) ?? null;
  }

  leaveConversation(conversationId: string): void {
    this.signedIn?.conversations.leave(conversationId);
  }

  /** Told of every event that comes into an open conversation. */
  onArrival(listener: (event: Event) => void): Dispose {
    this.arrivals.add(listener);
    return () => this.arrivals.delete(listener);
  }

  watchVisitor(visitorId: string, observer: Observer<Visitor | null>): Dispose {
    return this.shell.live.watchVisitor(visitorId, observer);
  }

  /** What uploads need. */
  get fileDeps(): { api: Api; platform: Platform } {
    return { api: this.api, platform: this.platform };
  }

  /** A group's running or closed conversations, live while somebody looks at them. */
  watchGroupConversations(of: GroupConversations, observer: Observer<LiveConversation[]>): Dispose {
    return this.shell.live.watchGroupConversations(of, observer);
  }

  /** What this agent was told last, the newest first. */
  watchNotifications(observer: Observer<Notification[]>): Dispose {
    return this.shell.live.watchNotifications(this.signedIn?.agentId ?? "", observer);
  }

  /** As if the visitor's last message had not been seen, in all tabs. @throws ChatError as the API answered. */
  async markUnread(conversationId: string): Promise<void> {
    await this.request("POST", `/v1/conversations/${conversationId}/unread`);
    this.signedIn?.conversations.markUnread(conversationId);
  }

  /** Shows the message at once and sends it. `agents`: a private note. */
  send(conversationId: string, text: string, visibility: "all" | "agents" = "all"): void {
    this.sendMessage(conversationId, { text, visibility });
  }

  /** The same for a message with files that are uploaded. */
  sendMessage(conversationId: string, message: AgentMessage): void {
    this.signedIn?.conversations.send(conversationId, message);
  }

  retry(id: string): void {
    this.signedIn?.conversations.retry(id);
  }

  discard(id: string): void {
    this.signedIn?.conversations.discard(id);
  }

  /** Takes a waiting conversation. Supervisors may, of whatever group and whatever their own limit. */
  claim(conversationId: string): Promise<Conversation | null> {
    const { me } = this.value.get();
    const force = me !== null && me.role !== "agent";
    return this.change(conversationId, "assign", { agentId: me?.id, ...(force && { force }) });
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

  /**
   * Any other call of the API, in this agent's name. The caller shows what goes wrong.
   * @throws ChatError as the API answered; a refused token signs the agent out too.
   */
  request<T>(method: Method, path: string, body?: object): Promise<T> {
    return this.asked(() => this.api.call<T>(method, path, body));
  }

  /** What the API answers as text: a transcript. @throws ChatError as `request` does */
  requestText(path: string): Promise<string> {
    return this.asked(() => this.api.getText(path));
  }

  private async asked<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (thrown) {
      const error = toChatError(thrown);
      if (error.isSignedOut && this.session.stored()) await this.onSignedOut(error);
      throw error;
    }
  }

  dismissError(): void {
    patch(this.value, { error: null });
  }

  async destroy(): Promise<void> {
    this.disposables.dispose();
    await this.leave(this.value.get().error);
    await this.shell.destroy();
  }

  /** Ends the session here and on the server. What is not sent stays for the agent's next sign-in. */
  private async endSession(reason: ChatError | null): Promise<void> {
    const status = this.signedIn?.status;
    const token = this.session.stored()?.token;
    if (token) this.ended.add(token);
    this.session.forget();
    await this.leave(reason);
    try {
      if (token) await status?.leave(this.shell.apiWithToken(token));
    } catch (thrown) {
      const error = toChatError(thrown);
      // Signed out by the server before: then there is nothing left to tell. The lease ends by itself.
      if (!error.isSignedOut && !reason && !this.session.stored()) patch(this.value, { error });
    }
    await this.ended.tell();
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
      patch(this.value, { error: null });
      return result;
    } catch (thrown) {
      const error = toChatError(thrown);
      if (error.isSignedOut) await this.onSignedOut(error);
      else patch(this.value, { error });
      return null;
    }
  }

  private async begin(given: FirebaseAccess | null, isNew: boolean): Promise<void> {
    const agentId = this.session.stored()?.agentId;
    if (!agentId) return;
    // Without a pause in between, so that two that begin at once cannot mix.
    const left = this.leave(null);
    patch(this.value, { phase: "signingIn" });
    this.shell.connection.listening(false);
    const signedIn = this.makeSignedIn(agentId);
    this.signedIn = signedIn;
    this.watchInbox(signedIn);
    this.idle.begin(isNew);
    await Promise.all([left, this.shell.listen(given), signedIn.status.begin()]);
  }

  private makeSignedIn(agentId: string): SignedIn {
    const { shell, platform, name } = this;
    const status = new Status({
      api: shell.api,
      platform,
      agentId,
      me: () => this.value.get().me,
      showMe: (me) => patch(this.value, { me }),
      attempt: (call) => this.attempt(call),
      onBeat: (problem) => (problem?.isSignedOut ? void this.onSignedOut(problem) : this.onCall(problem)),
      onIdleLimit: (seconds) => this.idle.allow(seconds),
    });
    const conversations = new Conversations({
      shell,
      platform,
      agentId,
      name,
      state: this.value,
      isInboxComplete: () => this.signedIn?.inbox?.isComplete ?? false,
      onArrival: (event) => {
        for (const listener of [...this.arrivals]) listener(event);
      },
      onProblem: (problem) => this.onCall(problem),
      onError: (error) => patch(this.value, { error }),
      onSignedOut: (error) => this.onSignedOut(error),
    });
    return { agentId, status, conversations, inbox: null };
  }

  private watchInbox(signedIn: SignedIn): void {
    signedIn.inbox?.stop();
    signedIn.inbox = new InboxListeners(this.shell.live, signedIn.agentId, {
      onNews: (news) => this.show(news, signedIn.status),
      onComplete: () => this.shell.noRefusal(),
      onCurrent: (isCurrent) => this.shell.connection.listening(isCurrent),
      onRefused: (error) => this.onRefused(error),
    });
  }

  private show({ me, ...news }: Partial<Inbox>, status: Status): void {
    if (me) patch(this.value, { ...news, phase: "ready", me: status.applyTo(me) });
    else patch(this.value, news);
  }

  private onCall(problem: ChatError | null): void {
    this.shell.connection.calling(problem);
    if (problem) patch(this.value, { error: problem });
    else if (this.value.get().error?.isTemporary) patch(this.value, { error: null });
  }

  /** Part of the inbox was refused: the API says whether the agent is still one. */
  private onRefused(error: ChatError): void {
    const { signedIn } = this;
    if (!this.shell.mayRecover(error) || !signedIn) {
      patch(this.value, { error });
      return;
    }
    this.watchInbox(signedIn);
    void this.shell.listen(null);
  }

  private async onSignedOut(error: ChatError): Promise<void> {
    if (error.isSignedOut) this.session.forget();
    await this.leave(error.isSignedOut && this.idle.isOver ? idleError() : error);
  }

  private async leave(error: ChatError | null): Promise<void> {
    const { signedIn } = this;
    this.signedIn = null;
    this.idle.stop();
    signedIn?.inbox?.stop();
    signedIn?.conversations.stop();
    signedIn?.status.stop();
    this.shell.noRefusal();
    this.shell.connection.listening(null);
    this.value.set({ ...EMPTY_STATE, connection: this.value.get().connection, error });
    await this.shell.close();
  }

  /** Another tab has signed out, or in. */
  private followOtherTabs(): void {
    const before = this.api.token;
    const now = this.session.stored()?.token ?? null;
    if (before === now) return;
    if (now === null) void this.leave(this.idle.isOver ? idleError() : null);
    else void this.resume();
  }
}

import type { AgentStatus, Conversation, Event, LoginAnswer, Notification } from "@livechat/contract";
import { atom } from "nanostores";
import type { Api, Method } from "../connection/api.ts";
import { ClientShell } from "../connection/client-shell.ts";
import { LiveData, PollingSource, ServerTime, SignedInDatabase } from "../connection/live-parts.ts";
import type { ConversationView } from "../conversation/conversation-view.ts";
import type { ChatError } from "../platform/chat-error.ts";
import { Disposables, type Dispose } from "../platform/disposables.ts";
import { Listeners } from "../platform/listeners.ts";
import type { GroupConversations, LiveConversation, Observer, Visitor } from "../platform/live-database.ts";
import type { Platform } from "../platform/platform.ts";
import { patch, type Store } from "../platform/store.ts";
import { type AgentState, EMPTY_STATE } from "./agent-state.ts";
import { Calls } from "./calls.ts";
import type { AgentMessage } from "./conversations.ts";
import { handOn } from "./hand-on.ts";
import { Login } from "./login.ts";
import { SignedIn, type SignedInDeps } from "./signed-in.ts";

export interface AgentClientOptions {
  /** Where the API is, without a slash at the end: "" for the page's own origin. */
  api: string;
  platform: Platform;
  /** Keeps apart what several consoles on one origin store. */
  name?: string;
}

/** An agent at work: sign-in, status and lease, the inbox, and the conversations that are open. */
export class AgentClient {
  private readonly value = atom<AgentState>(EMPTY_STATE);
  private readonly platform: Platform;
  private readonly shell: ClientShell;
  private readonly login: Login;
  private readonly calls: Calls;
  private readonly arrivals = new Listeners<Event>();
  private readonly disposables = new Disposables();

  /** Milliseconds since 1970 by the server's clock: what the server has dated is compared with this. */
  readonly serverNow = (): number => this.shell.serverTime.now();

  constructor({ platform, api, name = "livechat-desk" }: AgentClientOptions) {
    this.platform = platform;
    const onSignedOut = (error: ChatError) => this.login.onSignedOut(error);
    const onCall = (problem: ChatError | null) => this.onCall(problem);
    this.shell = new ClientShell({
      api,
      platform,
      access: () => this.login.access(),
      onSignedOut: (error) => void onSignedOut(error),
      onProblem: onCall,
    });
    this.shell.attach({ LiveData, PollingSource, ServerTime, SignedInDatabase });
    this.calls = new Calls({
      api: this.shell.api,
      hasSession: () => this.login.hasSession(),
      onSignedOut,
      showError: (error) => patch(this.value, { error }),
    });
    const kept = { shell: this.shell, platform, name, state: this.value };
    const signedInDeps: SignedInDeps = {
      ...kept,
      attempt: (call) => this.calls.attempt(call),
      onArrival: this.arrivals.tell,
      onCall,
      onSignedOut,
      onIdleLimit: (seconds) => this.login.allowIdle(seconds),
    };
    this.login = new Login({ ...kept, makeSignedIn: (agentId) => new SignedIn(agentId, signedInDeps) });
    this.disposables.add(
      this.shell.connection.state.listen((connection) => patch(this.value, { connection })),
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
    await this.login.signIn(email, password);
  }

  /** Signs in by what the API answered to a link that sets a password. */
  async signInWith(answer: LoginAnswer): Promise<void> {
    await this.login.signInWith(answer);
  }

  /** Comes back after a reload, if the agent had signed in. */
  async resume(): Promise<void> {
    await this.login.resume();
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
    await this.login.end(null);
  }

  /** Somebody uses the console: they press a key or touch the page. */
  used(): void {
    this.login.used();
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

  /** This conversation is looked at now; null: none is. Colleagues who look at it too are in the state. */
  lookAt(conversationId: string | null): void {
    this.signedIn?.status.looking.at(conversationId);
  }

  /** These conversations are on the screen's list now. Colleagues who look at one are in the state. */
  lists(conversationIds: readonly string[]): void {
    this.signedIn?.status.looking.lists(conversationIds);
  }

  /** Something is being written in the conversation that is looked at. */
  writes(): void {
    this.signedIn?.status.looking.writes();
  }

  /** Told of every event that comes into an open conversation. */
  onArrival(listener: (event: Event) => void): Dispose {
    return this.arrivals.add(listener);
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
    return this.calls.change(conversationId, "assign", { agentId: me?.id, ...(force && { force }) });
  }

  transfer(
    conversationId: string,
    to: { agentId: string; note?: string } | { groupId: string; note?: string },
  ): Promise<Conversation | null> {
    return this.calls.change(conversationId, "transfer", to);
  }

  closeConversation(conversationId: string): Promise<Conversation | null> {
    return this.calls.change(conversationId, "close");
  }

  reopen(conversationId: string): Promise<Conversation | null> {
    return this.calls.change(conversationId, "reopen");
  }

  /**
   * Any other call of the API, in this agent's name. The caller shows what goes wrong.
   * @throws ChatError as the API answered; a refused token signs the agent out too.
   */
  request<T>(method: Method, path: string, body?: object): Promise<T> {
    return this.calls.request(method, path, body);
  }

  /** What the API answers as text: a transcript. @throws ChatError as `request` does */
  requestText(path: string): Promise<string> {
    return this.calls.requestText(path);
  }

  dismissError(): void {
    patch(this.value, { error: null });
  }

  async destroy(): Promise<void> {
    this.disposables.dispose();
    await this.login.destroy();
    await this.shell.destroy();
  }

  private get signedIn(): SignedIn | null {
    return this.login.signedIn;
  }

  private onCall(problem: ChatError | null): void {
    this.shell.connection.calling(problem);
    if (problem) patch(this.value, { error: problem });
    else if (this.value.get().error?.isTemporary) patch(this.value, { error: null });
  }
}

import type { Event, EventFile, Rate, Rating, VisitorFacts } from "@livechat/contract";
import { atom } from "nanostores";
import type { Api } from "../connection/api.ts";
import { ClientShell } from "../connection/client-shell.ts";
import { refusedOrigin } from "../connection/refused-origin.ts";
import { type ChatError, toChatError } from "../platform/chat-error.ts";
import { Disposables, type Dispose } from "../platform/disposables.ts";
import { loadPart } from "../platform/load-part.ts";
import type { Platform } from "../platform/platform.ts";
import { patch, type Store } from "../platform/store.ts";
import type { AttachmentsDeps } from "../sending/attachments.ts";
import { type Choice, Outbox, type OutboxEntry } from "../sending/outbox.ts";
import { type Destination, Sender } from "../sending/sender.ts";
import { Beginning } from "./beginning.ts";
import { CurrentConversation, type LivePart } from "./current-conversation.ts";
import { type Identification, Identity } from "./identity.ts";
import { SeenUpTo } from "./seen-up-to.ts";
import { isOpen, type LeftMessage, type Opening, VisitorSession } from "./visitor-session.ts";
import { EMPTY_STATE, type VisitorState, withoutConversation } from "./visitor-state.ts";
import { WidgetInfo } from "./widget-info.ts";

export interface VisitorOptions {
  /** Where the API is, without a slash at the end: "" for the page's own origin. */
  api: string;
  platform: Platform;
  /** Keeps apart the sessions of several widgets on one origin. */
  name?: string;
  /** The widget whose settings hold; null: the default one. */
  widgetId?: string | null;
  /** What is known of the page when a conversation begins there: metadata, beside what the page itself says. */
  pageContext?: () => Record<string, string>;
  /** Loads what an open conversation needs. */
  loadLive?: () => Promise<LivePart>;
}

const importLive = () => loadPart(() => import("./live-part.ts"));

/** A visitor's chat: the session, what is written, and the conversation that is open. */
export class VisitorChat {
  private readonly value = atom<VisitorState>(EMPTY_STATE);
  private readonly arrivals = new Set<(event: Event) => void>();
  private readonly forgotten = new Set<() => void>();
  private readonly disposables = new Disposables();
  private readonly platform: Platform;
  private readonly shell: ClientShell;
  private readonly session: VisitorSession;
  private readonly outbox: Outbox;
  private readonly senderLock: string;
  private readonly sender: Sender;
  private readonly current: CurrentConversation;
  /** The widget's configuration, and who is there. */
  readonly widget: WidgetInfo;
  private readonly identity: Identity;
  private readonly beginning: Beginning;

  constructor(options: VisitorOptions) {
    const { api, platform, name = "livechat", widgetId = null, loadLive = importLive, pageContext } = options;
    this.platform = platform;
    this.shell = new ClientShell({
      api,
      platform,
      explain: refusedOrigin,
      access: () => this.session.access(),
      onSignedOut: (error) => void this.onSignedOut(error),
      onProblem: (problem) => this.shell.connection.calling(connectionTrouble(problem)),
    });
    this.session = new VisitorSession({
      name,
      widgetId,
      pageContext,
      base: api,
      platform,
      api: this.shell.api,
    });
    this.outbox = new Outbox(`${name}:outbox:`, platform);
    this.current = new CurrentConversation({
      shell: this.shell,
      clock: platform.clock,
      outbox: this.outbox,
      seen: new SeenUpTo(`${name}:seen`, platform.store),
      value: this.value,
      stored: () => this.session.stored(),
      loadLive,
      onArrival: (event) => {
        for (const listener of [...this.arrivals]) listener(event);
      },
    });
    this.widget = new WidgetInfo({
      api: this.shell.api,
      platform,
      session: this.session,
      value: this.value,
    });
    this.senderLock = `${name}:sender`;
    this.identity = new Identity({
      session: this.session,
      platform,
      lock: `${name}:identity`,
      onOtherVisitor: () => this.showNothing(),
      onOpen: (session, access) => void this.current.connect(session, access),
      onTurnOver: () => {
        this.showSession();
        this.followOtherTabs();
      },
    });
    this.beginning = new Beginning({
      platform,
      lock: this.senderLock,
      session: this.session,
      identity: this.identity,
      outbox: this.outbox,
      current: this.current,
      widget: this.widget,
      value: this.value,
    });
    this.sender = this.makeSender(this.senderLock);
    const { connection } = this.shell;
    this.disposables.add(
      connection.state.listen((state) => patch(this.value, { connection: state })),
      this.sender.problem.listen((problem) => this.onProblem(problem)),
      this.outbox.entries.listen(() => this.current.view ?? this.current.showWaiting()),
      platform.store.onChange(() => this.followOtherTabs()),
    );
    patch(this.value, { connection: connection.state.get() });
    this.showSession();
    this.current.showWaiting();
  }

  get state(): Store<VisitorState> {
    return this.value;
  }

  /** Told of every event that comes in, in order. */
  onArrival(listener: (event: Event) => void): Dispose {
    this.arrivals.add(listener);
    return () => this.arrivals.delete(listener);
  }

  /** Told when the visitor was signed out, here or in another tab: nothing of theirs may stay on the page. */
  onForgotten(listener: () => void): Dispose {
    this.forgotten.add(listener);
    return () => this.forgotten.delete(listener);
  }

  /** Whether there is a conversation to come back to, or a message still to be sent. Asks nobody. */
  hasSession(): boolean {
    return this.session.stored() !== null || this.outbox.entries.get().length > 0;
  }

  /** Comes back to the stored conversation, if there is one, and sends what was not sent. Starts nothing new. */
  async resume(): Promise<void> {
    void this.sender.run();
    const stored = this.session.stored();
    if (isOpen(stored)) await this.current.connect(stored, null);
  }

  /** The conversation that is stored; null before one begins. */
  get conversationId(): string | null {
    return this.session.stored()?.conversationId ?? null;
  }

  /** Who is in this browser, as far as the API has said. */
  get visitorId(): string | null {
    return this.session.stored()?.visitorId ?? null;
  }

  /**
   * Says who the visitor is, by a token that the company's server has signed. What this browser has begun without a name
   * becomes theirs; what it holds of somebody else is forgotten first, at once. Two people never share a conversation.
   * @throws ChatError as the API answers, `authentication` when somebody else was named meanwhile.
   */
  async identify(token: string): Promise<Identification> {
    if (this.identity.isSomebodyElse(token)) void this.logout();
    return this.identity.say(token);
  }

  /** Forgets the visitor at once: the session, what is stored, what is shown. Settles once the server has ended it, too. */
  async logout(): Promise<void> {
    this.beginning.giveUp();
    this.identity.forget();
    for (const { id } of this.outbox.entries.get()) this.outbox.remove(id);
    const ended = this.session.end();
    this.showNothing();
    this.tellForgotten();
    await Promise.all([ended, this.shell.close()]);
  }

  /** The greeting that the next conversation answers. */
  answerGreeting(id: string): void {
    this.session.greetingId = id;
  }

  /**
   * Shows the message at once and sends it, with files that are uploaded; the first one starts the conversation.
   * `choice`: the text is the label of a bot's option that is picked. Returns the message's id.
   */
  send(text: string, files: readonly EventFile[] = [], choice?: Choice): string {
    const conversationId = this.session.stored()?.conversationId ?? null;
    const attached = { ...(files.length > 0 && { files }), ...(choice && { choice }) };
    const { id } = this.outbox.add({ conversationId, text, visibility: "all", ...attached });
    this.current.view?.sent();
    this.sender.hurry();
    return id;
  }

  /** What uploads need: the API as this visitor, and the conversation, if it has begun. */
  get fileDeps(): Pick<AttachmentsDeps, "platform" | "conversation"> & { api: Api } {
    const { platform } = this;
    // Calls are made as whoever storage says is here.
    this.session.stored();
    const conversation = async (): Promise<string | null> => {
      const stored = this.session.stored();
      if (stored) return stored.conversationId;
      return this.identity.oneAtATime(async () => (await this.session.startAlone()).conversationId);
    };
    return { api: this.shell.api, platform, conversation };
  }

  /** Tries a refused message again. */
  retry(id: string): void {
    this.outbox.change(id, { error: null, errorType: null });
    this.sender.hurry();
  }

  /** Gives a refused message up. */
  discard(id: string): void {
    this.outbox.remove(id);
  }

  typing(): void {
    this.current.view?.typing();
  }

  /** The visitor looks at the end of the timeline. */
  seen(): void {
    this.current.view?.seen();
  }

  /** Reads what is above the timeline's first event. */
  async loadEarlier(): Promise<void> {
    await this.current.view?.loadEarlier();
  }

  /** What is known of the visitor: sent with the first message, and again when it changes. */
  setVisitor(visitor: VisitorFacts): void {
    this.session.facts.setVisitor(visitor);
  }

  setMetadata(metadata: Record<string, unknown>): void {
    this.session.facts.setMetadata(metadata);
  }

  /** The group that the next conversation goes to. One that is not there is left out. */
  setGroup(groupId: string): void {
    this.session.facts.setGroup(groupId);
  }

  /** Gets ready for a conversation that may begin: nothing is loaded while its first words wait. */
  async prepare(): Promise<void> {
    await this.current.prepare();
  }

  /** Takes along what was agreed to when the next conversation begins. */
  setOpening(opening: Opening): void {
    this.beginning.take(opening);
  }

  /** Begins the conversation with a form that was filled in. @throws ChatError */
  async startWith(opening: Opening): Promise<void> {
    await this.beginning.startWith(opening);
    for (const { id, error } of this.outbox.entries.get()) if (error !== null) this.retry(id);
  }

  /** Leaves a message for when somebody is there: it takes the place of what was refused before. @throws ChatError */
  leaveMessage(left: LeftMessage): Promise<void> {
    return this.beginning.leaveMessage(left);
  }

  /** Tells how the visitor can be reached. @throws ChatError */
  async tellEmail(email: string): Promise<void> {
    await this.identity.oneAtATime(() => this.session.tellEmail(email));
  }

  /** Shows that something went wrong, or that it works again. */
  report(error: ChatError | null): void {
    patch(this.value, { error });
  }

  /** Ends the conversation. A later message continues it. */
  async end(): Promise<void> {
    try {
      const { id } = this.current;
      this.session.stored();
      if (id !== null) await this.shell.api.post(`/v1/conversations/${id}/close`);
      patch(this.value, { error: null });
    } catch (thrown) {
      patch(this.value, { error: toChatError(thrown) });
    }
  }

  /** Rates the conversation that is shown. @throws ChatError */
  async rate(rate: Rate): Promise<void> {
    const { conversation, conversationId } = this.value.get();
    this.session.stored();
    const path = `/v1/conversations/${conversationId}/rating`;
    const { score, scale, comment, updatedAt } = await this.shell.api.put<Rating>(path, rate);
    // The listener brings the same; without one it is shown all the same.
    const rating = { score, scale, comment, ratedAt: updatedAt };
    if (conversation) patch(this.value, { conversation: { ...conversation, rating } });
  }

  /** Leaves the conversation that has ended behind: the next message begins another one. */
  startAnew(): void {
    this.beginning.discardFailed();
    this.session.turnPage();
    this.showNothing();
    void this.widget.ask();
  }

  /** Frees everything; what is stored stays. */
  async destroy(): Promise<void> {
    this.disposables.dispose();
    this.sender.stop();
    this.outbox.stop();
    this.session.facts.stop();
    this.current.leave();
    await this.shell.destroy();
  }

  private makeSender(lock: string): Sender {
    return new Sender({
      platform: this.platform,
      api: this.shell.api,
      outbox: this.outbox,
      lock,
      threadFor: (entry) => this.threadFor(entry),
      onSent: (event) => {
        this.current.view?.confirm(event);
        patch(this.value, { error: null, retryAt: null });
      },
      onSignedOut: () => this.onSessionEnded(this.shell.api.token),
    });
  }

  private threadFor({ id, text }: OutboxEntry): Promise<Destination> {
    return this.beginning.begin(text === "" ? null : { message: text, messageId: id });
  }

  private tellForgotten(): void {
    for (const listener of [...this.forgotten]) listener();
  }

  private showNothing(): void {
    this.current.leave();
    this.value.set(withoutConversation(this.value.get()));
    this.showSession();
    this.current.showWaiting();
  }

  private showSession(): void {
    patch(this.value, { hasSession: this.session.stored() !== null, isKnown: this.session.hasEmail });
  }

  private async onSignedOut(error: ChatError): Promise<void> {
    if (error.isSignedOut) await this.onSessionEnded(this.shell.api.token);
    else patch(this.value, { error });
  }

  /** The session is over: whatever is still to be sent begins a new one. */
  private async onSessionEnded(token: string | null): Promise<boolean> {
    // Meanwhile, here or in another tab, a new one may have been started.
    if (this.session.stored()?.sessionToken !== token) return true;
    this.session.forget();
    for (const { id } of this.outbox.entries.get()) {
      this.outbox.change(id, { conversationId: null, threadId: null });
    }
    this.showNothing();
    await this.shell.close();
    void this.sender.run();
    return true;
  }

  /** Another tab has started, or ended, the session that we share. */
  private followOtherTabs(): void {
    if (this.identity.isBusy) return;
    const stored = this.session.stored();
    if (this.current.id !== null && !isOpen(stored)) {
      this.showNothing();
      if (!stored) this.tellForgotten();
      void this.shell.close();
      return;
    }
    if (isOpen(stored) && stored.conversationId !== this.current.id) void this.current.connect(stored, null);
  }

  private onProblem(problem: ChatError | null): void {
    this.shell.connection.calling(connectionTrouble(problem));
    const after = problem?.retryAfterMs ?? null;
    const retryAt = after === null ? null : this.platform.clock.now() + after;
    patch(this.value, { error: problem, retryAt });
  }
}

/** What is wrong with the connection itself: a service that answers, whatever it answers, can be reached. */
function connectionTrouble(problem: ChatError | null): ChatError | null {
  return problem?.type === "network" ? problem : null;
}

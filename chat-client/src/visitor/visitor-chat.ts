import type { Event, EventFile, Rate, VisitorFacts } from "@livechat/contract";
import { atom } from "nanostores";
import type { Api } from "../connection/api.ts";
import { ClientShell } from "../connection/client-shell.ts";
import { refusedOrigin } from "../connection/refused-origin.ts";
import type { ChatError } from "../platform/chat-error.ts";
import { Disposables, type Dispose } from "../platform/disposables.ts";
import { Listeners } from "../platform/listeners.ts";
import { loadPart } from "../platform/load-part.ts";
import type { Platform } from "../platform/platform.ts";
import { patch, type Store } from "../platform/store.ts";
import type { AttachmentsDeps } from "../sending/attachments.ts";
import { type Choice, Outbox } from "../sending/outbox.ts";
import { Beginning } from "./beginning.ts";
import { CurrentConversation, type LivePart } from "./current-conversation.ts";
import { type Identification, Identity } from "./identity.ts";
import { connectionTrouble, Messages } from "./messages.ts";
import { SeenUpTo } from "./seen-up-to.ts";
import { SessionChanges } from "./session-changes.ts";
import { pagesToTell } from "./told-pages.ts";
import type { VisitorOptions } from "./visitor-options.ts";
import { isOpen, type LeftMessage, type Opening, VisitorSession } from "./visitor-session.ts";
import { EMPTY_STATE, type VisitorState } from "./visitor-state.ts";
import { WidgetInfo } from "./widget-info.ts";

const importLive = () => loadPart(() => import("./live-part.ts"));

/** A visitor's chat: the session, what is written, and the conversation that is open. */
export class VisitorChat {
  private readonly value = atom<VisitorState>(EMPTY_STATE);
  private readonly arrivals = new Listeners<Event>();
  private readonly disposables = new Disposables();
  private readonly platform: Platform;
  private readonly shell: ClientShell;
  private readonly session: VisitorSession;
  private readonly outbox: Outbox;
  private readonly current: CurrentConversation;
  private readonly identity: Identity;
  private readonly beginning: Beginning;
  private readonly messages: Messages;
  private readonly changes: SessionChanges;
  /** The widget's configuration, and who is there. */
  readonly widget: WidgetInfo;

  constructor(options: VisitorOptions) {
    const { api: base, platform, name = "livechat", widgetId = null } = options;
    const { pageContext, pageTrail } = options;
    const { value } = this;
    this.platform = platform;
    this.shell = new ClientShell({
      api: base,
      platform,
      explain: refusedOrigin,
      access: () => this.session.access(),
      onSignedOut: (error) => void this.changes.onRefused(error),
      onProblem: (problem) => this.shell.connection.calling(connectionTrouble(problem)),
    });
    const { shell } = this;
    const { api, connection } = shell;
    const session = new VisitorSession({ name, widgetId, pageContext, pageTrail, base, platform, api });
    this.session = session;
    this.outbox = new Outbox(`${name}:outbox:`, platform);
    this.current = this.makeCurrent(name, options.loadLive ?? importLive);
    this.widget = new WidgetInfo({ api, platform, session, value });
    this.identity = this.makeIdentity(`${name}:identity`);
    const shared = { session, identity: this.identity, outbox: this.outbox, current: this.current, value };
    const lock = `${name}:sender`;
    this.beginning = new Beginning({ ...shared, platform, lock, widget: this.widget });
    this.changes = new SessionChanges({ ...shared, shell, send: () => this.messages.run() });
    this.messages = new Messages({
      ...{ ...shared, shell, platform, lock, pages: pagesToTell(pageTrail) },
      begin: (first) => this.beginning.begin(first),
      onSessionEnded: (token) => this.changes.onEnded(token),
    });
    this.disposables.add(
      connection.state.listen((state) => patch(value, { connection: state })),
      platform.store.onChange(() => this.changes.followOtherTabs()),
    );
    patch(value, { connection: connection.state.get() });
    this.changes.showSession();
    this.current.showWaiting();
  }

  get state(): Store<VisitorState> {
    return this.value;
  }

  /** Told of every event that comes in, in order. */
  onArrival(listener: (event: Event) => void): Dispose {
    return this.arrivals.add(listener);
  }

  /** Told when the visitor was signed out, here or in another tab: nothing of theirs may stay on the page. */
  onForgotten(listener: () => void): Dispose {
    return this.changes.forgotten.add(listener);
  }

  /** Whether there is a conversation to come back to, or a message still to be sent. Asks nobody. */
  hasSession(): boolean {
    return this.session.stored() !== null || this.outbox.entries.get().length > 0;
  }

  /** Comes back to the stored conversation, if there is one, and sends what was not sent. Starts nothing new. */
  async resume(): Promise<void> {
    void this.messages.run();
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

  /** The time by the server's clock, in milliseconds since 1970: this device's may be wrong by days. */
  get now(): number {
    return this.platform.clock.now() + this.shell.api.aheadMs;
  }

  /** What the page calls the visitor; undefined: nothing. */
  get visitorName(): string | undefined {
    return this.session.facts.current.visitor?.name;
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
    await this.changes.logout();
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
    return this.messages.send(text, files, choice);
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
    this.messages.retry(id);
  }

  /** Gives a refused message up. */
  discard(id: string): void {
    this.messages.discard(id);
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
    this.messages.retryFailed();
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
    this.session.stored();
    await this.current.end();
  }

  /** Rates the conversation that is shown. @throws ChatError */
  async rate(rate: Rate): Promise<void> {
    this.session.stored();
    await this.current.rate(rate);
  }

  /** Leaves the conversation that has ended behind: the next message begins another one. */
  startAnew(): void {
    this.beginning.discardFailed();
    this.session.turnPage();
    this.changes.showNothing();
    void this.widget.ask();
  }

  /** Frees everything; what is stored stays. */
  async destroy(): Promise<void> {
    this.disposables.dispose();
    this.messages.stop();
    this.session.facts.stop();
    this.current.leave();
    await this.shell.destroy();
  }

  private makeCurrent(name: string, loadLive: () => Promise<LivePart>): CurrentConversation {
    const { shell, platform, outbox, session, value } = this;
    return new CurrentConversation({
      shell,
      clock: platform.clock,
      outbox,
      seen: new SeenUpTo(`${name}:seen`, platform.store),
      value,
      stored: () => session.stored(),
      loadLive,
      onArrival: this.arrivals.tell,
    });
  }

  private makeIdentity(lock: string): Identity {
    return new Identity({
      session: this.session,
      platform: this.platform,
      lock,
      onOtherVisitor: () => this.changes.showNothing(),
      onOpen: (session, access) => void this.current.connect(session, access),
      onTurnOver: () => {
        this.changes.showSession();
        this.changes.followOtherTabs();
      },
    });
  }
}

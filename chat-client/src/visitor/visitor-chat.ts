import type { Conversation, Event, EventFile, VisitorFacts, WidgetConfig } from "@livechat/contract";
import { atom } from "nanostores";
import type { Api } from "../connection/api.ts";
import { ClientShell } from "../connection/client-shell.ts";
import { ChatError, toChatError } from "../platform/chat-error.ts";
import { Disposables, type Dispose } from "../platform/disposables.ts";
import type { Platform } from "../platform/platform.ts";
import { patch, type Store } from "../platform/store.ts";
import type { AttachmentsDeps } from "../sending/attachments.ts";
import { Outbox, type OutboxEntry } from "../sending/outbox.ts";
import { type Destination, Sender } from "../sending/sender.ts";
import { Availability } from "./availability.ts";
import { CurrentConversation } from "./current-conversation.ts";
import { type Identification, Identity } from "./identity.ts";
import { SeenUpTo } from "./seen-up-to.ts";
import { type FirstMessage, isOpen, VisitorSession } from "./visitor-session.ts";
import { EMPTY_STATE, type VisitorState } from "./visitor-state.ts";

export interface VisitorOptions {
  /** Where the API is, without a slash at the end: "" for the page's own origin. */
  api: string;
  platform: Platform;
  /** Keeps apart the sessions of several widgets on one origin. */
  name?: string;
  /** The widget whose settings hold; null: the default one. */
  widgetId?: string | null;
}

/** A visitor's chat: the session, what is written, and the conversation that is open. */
export class VisitorChat {
  private readonly value = atom<VisitorState>(EMPTY_STATE);
  private readonly arrivals = new Set<(event: Event) => void>();
  private readonly disposables = new Disposables();
  private readonly platform: Platform;
  private readonly shell: ClientShell;
  private readonly session: VisitorSession;
  private readonly outbox: Outbox;
  private readonly senderLock: string;
  private readonly sender: Sender;
  private readonly current: CurrentConversation;
  private readonly availability: Availability;
  private readonly identity: Identity;
  /** How often a visitor was signed out here: what one began is not gone on with for the next. */
  private sittings = 0;

  constructor({ api, platform, name = "livechat", widgetId = null }: VisitorOptions) {
    this.platform = platform;
    this.shell = new ClientShell({
      api,
      platform,
      access: () => this.session.access(),
      onSignedOut: (error) => void this.onSignedOut(error),
      onProblem: (problem) => this.shell.connection.calling(problem),
    });
    this.session = new VisitorSession({ name, widgetId, base: api, platform, api: this.shell.api });
    this.outbox = new Outbox(`${name}:outbox:`, platform);
    this.current = new CurrentConversation({
      shell: this.shell,
      clock: platform.clock,
      outbox: this.outbox,
      seen: new SeenUpTo(`${name}:seen`, platform.store),
      value: this.value,
      stored: () => this.session.stored(),
      onArrival: (event) => {
        for (const listener of [...this.arrivals]) listener(event);
      },
    });
    this.availability = new Availability({
      api: this.shell.api,
      platform,
      groupId: () => this.session.facts.current.groupId,
      isAsked: () => !this.hasSession(),
      onAnswer: (isAvailable) => patch(this.value, { isAvailable }),
    });
    this.senderLock = `${name}:sender`;
    this.identity = new Identity({
      session: this.session,
      platform,
      lock: `${name}:identity`,
      onOtherVisitor: () => this.showNothing(),
      onOpen: (session, access) => void this.current.connect(session, access),
      onTurnOver: () => this.followOtherTabs(),
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
    this.sittings += 1;
    this.identity.forget();
    for (const { id } of this.outbox.entries.get()) this.outbox.remove(id);
    const ended = this.session.end();
    this.showNothing();
    await Promise.all([ended, this.shell.close()]);
  }

  /** The greeting that the next conversation answers. */
  answerGreeting(id: string): void {
    this.session.greetingId = id;
  }

  /**
   * Shows the message at once and sends it, with files that are uploaded; the first one starts the conversation.
   * Returns the message's id.
   */
  send(text: string, files: readonly EventFile[] = []): string {
    const conversationId = this.session.stored()?.conversationId ?? null;
    const attached = files.length > 0 && { files };
    const { id } = this.outbox.add({ conversationId, text, visibility: "all", ...attached });
    this.current.view?.sent();
    this.sender.hurry();
    return id;
  }

  /** What uploads need: the API as this visitor, and the conversation, which a first file starts. */
  get fileDeps(): Pick<AttachmentsDeps, "platform" | "conversation"> & { api: Api } {
    const { platform } = this;
    const conversation = async (): Promise<string> => {
      const stored = this.session.stored();
      if (isOpen(stored)) return stored.conversationId;
      let id = "";
      await platform.exclusively(this.senderLock, async () => {
        id = (await this.begin(null)).conversationId;
      });
      return id;
    };
    return { api: this.shell.api, platform, conversation };
  }

  /** Asks what may be sent beside text. Where it cannot be had, nothing is offered. */
  async askFiles(): Promise<void> {
    if (this.value.get().files !== null) return;
    const config = await this.shell.api.get<WidgetConfig>("/v1/widget/config").catch(() => null);
    patch(this.value, { files: config?.files ?? null });
  }

  /** Tries a refused message again. */
  retry(id: string): void {
    this.outbox.change(id, { error: null });
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

  /** Asks whether anyone of the page's group could take a conversation now, while none has begun. */
  askAvailability(): Promise<void> {
    return this.availability.ask();
  }

  /** Asks now and again as long as it is shown, until the disposal. */
  watchAvailability(): Dispose {
    return this.availability.watch();
  }

  /** Ends the conversation. A later message continues it. */
  async end(): Promise<void> {
    const stored = this.session.stored();
    if (!isOpen(stored)) return;
    try {
      await this.shell.api.post<Conversation>(`/v1/conversations/${stored.conversationId}/close`);
      patch(this.value, { error: null });
    } catch (thrown) {
      patch(this.value, { error: toChatError(thrown) });
    }
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
        patch(this.value, { error: null });
      },
      onSignedOut: () => this.onSessionEnded(this.shell.api.token),
    });
  }

  private threadFor({ id, text }: OutboxEntry): Promise<Destination> {
    return this.begin(text === "" ? null : { message: text, messageId: id });
  }

  /** Runs in the sender's lock, so that two tabs do not start two conversations. */
  private async begin(first: FirstMessage | null): Promise<Destination> {
    const stored = this.session.stored();
    if (isOpen(stored)) return stored;
    const { sittings } = this;
    return this.identity.inTurn(() => this.beginInTurn(first, sittings));
  }

  private async beginInTurn(first: FirstMessage | null, sitting: number): Promise<Destination> {
    await this.identity.sayAgain();
    const stored = this.session.stored();
    if (isOpen(stored)) return stored;
    const isGivenUp = first !== null && !this.outbox.entries.get().some(({ id }) => id === first.messageId);
    if (isGivenUp || this.sittings !== sitting) {
      throw new ChatError("authentication", "The visitor was signed out.");
    }
    const { session, access, event } = await this.session.start(first);
    this.current.begins(session.conversationId);
    void this.current.connect(session, access);
    return { ...session, event };
  }

  private showNothing(): void {
    this.current.leave();
    const { connection, files } = this.value.get();
    this.value.set({ ...EMPTY_STATE, connection, files });
    this.current.showWaiting();
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
      void this.shell.close();
      return;
    }
    if (isOpen(stored) && stored.conversationId !== this.current.id) void this.current.connect(stored, null);
  }

  private onProblem(problem: ChatError | null): void {
    this.shell.connection.calling(problem);
    patch(this.value, { error: problem });
  }
}

import type { WritableAtom } from "nanostores";
import { ChatError, toChatError } from "../platform/chat-error.ts";
import type { Platform } from "../platform/platform.ts";
import { patch } from "../platform/store.ts";
import type { Outbox } from "../sending/outbox.ts";
import type { Destination } from "../sending/sender.ts";
import type { CurrentConversation } from "./current-conversation.ts";
import type { Identity } from "./identity.ts";
import {
  type FirstMessage,
  isOpen,
  type LeftMessage,
  type Opening,
  type StartedSession,
  type VisitorSession,
} from "./visitor-session.ts";
import type { VisitorState } from "./visitor-state.ts";
import type { WidgetInfo } from "./widget-info.ts";

interface Deps {
  platform: Pick<Platform, "exclusively">;
  /** Names the lock in which messages are sent, over all tabs. */
  lock: string;
  session: VisitorSession;
  identity: Identity;
  outbox: Outbox;
  current: CurrentConversation;
  widget: WidgetInfo;
  /** What is shown. */
  value: WritableAtom<VisitorState>;
}

/** How a conversation begins: with a first message, with a form, or with a message for later. */
export class Beginning {
  /** How often a visitor was signed out here: what one began is not gone on with for the next. */
  private sittings = 0;

  constructor(private readonly deps: Deps) {}

  /** The visitor is signed out. */
  giveUp(): void {
    this.sittings += 1;
  }

  /** Takes along what was agreed to when the next conversation begins. */
  take(opening: Opening): void {
    this.deps.session.opening = { ...this.deps.session.opening, ...opening };
  }

  /** Begins the conversation with a form that was filled in. @throws ChatError */
  async startWith(opening: Opening): Promise<void> {
    this.take(opening);
    await this.deps.platform.exclusively(this.deps.lock, async () => {
      await this.begin(null);
    });
  }

  /** Leaves a message for when somebody is there: it takes the place of what was refused before. @throws ChatError */
  async leaveMessage(left: LeftMessage): Promise<void> {
    const leave = () => this.deps.session.leaveMessage(left);
    const [started] = await Promise.all([this.deps.identity.oneAtATime(leave), this.deps.current.prepare()]);
    this.discardFailed();
    this.enter(started);
  }

  /** Runs in the sender's lock, so that two tabs do not start two conversations. */
  async begin(first: FirstMessage | null): Promise<Destination> {
    const stored = this.deps.session.stored();
    if (isOpen(stored)) return stored;
    const { sittings } = this;
    try {
      return await this.deps.identity.oneAtATime(() => this.beginInTurn(first, sittings));
    } catch (thrown) {
      throw await this.whyNotBegun(toChatError(thrown));
    }
  }

  /** A full queue, and a form that the page did not know of, are told by the configuration of now. */
  private async whyNotBegun(error: ChatError): Promise<ChatError> {
    const isAboutForm = error.details.some(({ path }) => /^(form|consent)\b/.test(path));
    if (error.type !== "service_unavailable" && !isAboutForm) return error;
    if (isAboutForm) patch(this.deps.value, { isKnown: false });
    const config = await this.deps.widget.ask();
    const isFull = error.type === "service_unavailable" && config?.queueFull === true;
    return isFull ? new ChatError("queue_full", error.message, { cause: error }) : error;
  }

  private async beginInTurn(first: FirstMessage | null, sitting: number): Promise<Destination> {
    await this.deps.identity.sayAgain();
    const stored = this.deps.session.stored();
    if (isOpen(stored)) return stored;
    const isGivenUp =
      first !== null && !this.deps.outbox.entries.get().some(({ id }) => id === first.messageId);
    if (isGivenUp || this.sittings !== sitting) {
      throw new ChatError("authentication", "The visitor was signed out.");
    }
    // What shows the conversation is loaded meanwhile.
    const [started] = await Promise.all([this.deps.session.start(first), this.deps.current.prepare()]);
    return this.enter(started);
  }

  /** Shows a conversation that has just begun: everything in it is new. */
  private enter({ session, access, event }: StartedSession): Destination {
    if (this.deps.current.id !== session.conversationId) this.deps.current.begins(session.conversationId);
    void this.deps.current.connect(session, access);
    return { ...session, event };
  }

  /** What was refused is given up. */
  discardFailed(): void {
    for (const { id, error } of this.deps.outbox.entries.get())
      if (error !== null) this.deps.outbox.remove(id);
  }
}

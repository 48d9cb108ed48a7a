import type { Event, FirebaseAccess, Rate, Rating } from "@livechat/contract";
import type { WritableAtom } from "nanostores";
import type { ClientShell } from "../connection/client-shell.ts";
import type { ConversationState, ConversationView } from "../conversation/conversation-view.ts";
import { type TimelineItem, timelineOf } from "../conversation/timeline.ts";
import { type ChatError, toChatError } from "../platform/chat-error.ts";
import type { Clock } from "../platform/platform.ts";
import { patch } from "../platform/store.ts";
import type { Outbox } from "../sending/outbox.ts";
import type { OpenConversation } from "./open-conversation.ts";
import type { SeenUpTo } from "./seen-up-to.ts";
import { isOpen, type OpenSession, type StoredSession } from "./visitor-session.ts";
import { agentIn, phaseOf, type VisitorState } from "./visitor-state.ts";

interface Deps {
  shell: ClientShell;
  clock: Clock;
  outbox: Outbox;
  seen: SeenUpTo;
  /** What is shown. */
  value: WritableAtom<VisitorState>;
  /** The session as storage has it now. */
  stored(): StoredSession | null;
  onArrival(event: Event): void;
  /** What an open conversation needs. */
  loadLive(): Promise<LivePart>;
}

export type LivePart = typeof import("./live-part.ts");

/** After a failure the part that listens is loaded again. */
const LOAD_AGAIN_MS = 2_000;

/** The conversation of the visitor's session: opened, opened again when that was refused, and shown. */
export class CurrentConversation {
  /** By conversation, up to which event arrivals were told: goes on when the conversation is opened again. */
  private readonly arrived = new Map<string, number>();
  private open: OpenConversation | null = null;
  private part: LivePart | null = null;
  private loading: Promise<LivePart> | null = null;
  /** Changes with every coming and leaving: what was loading for one that was left is not opened. */
  private turn = 0;

  constructor(private readonly deps: Deps) {}

  get id(): string | null {
    return this.open?.id ?? null;
  }

  get view(): ConversationView | null {
    return this.open?.view ?? null;
  }

  /** It begins here: everything in it is an arrival. */
  begins(conversationId: string): void {
    this.arrived.set(conversationId, 0);
  }

  /** Loads what an open conversation needs, however often that fails. */
  prepare(): Promise<LivePart> {
    this.loading ??= this.load();
    return this.loading;
  }

  /** Opens the conversation and listens. What it shows does not wait for the listeners. */
  async connect(session: OpenSession, access: FirebaseAccess | null): Promise<void> {
    const { conversationId } = session;
    if (this.open?.id === conversationId) return;
    if (!this.part) {
      const turn = ++this.turn;
      if (this.deps.value.get().conversationId !== conversationId) {
        patch(this.deps.value, { phase: "loading", conversationId });
      }
      await this.prepare();
      if (turn !== this.turn) return;
    }
    this.enter(session);
    await this.deps.shell.listen(access);
  }

  private async load(): Promise<LivePart> {
    const { loadLive, clock, shell } = this.deps;
    for (;;) {
      try {
        this.part = await loadLive();
        shell.attach(this.part.parts);
        return this.part;
      } catch {
        await new Promise<void>((resolve) => clock.after(LOAD_AGAIN_MS, resolve));
      }
    }
  }

  private enter({ conversationId, visitorId }: OpenSession): void {
    if (!this.part) return;
    this.leave();
    if (this.deps.value.get().conversationId !== conversationId) patch(this.deps.value, { phase: "loading" });
    patch(this.deps.value, { conversationId });
    this.open = new this.part.OpenConversation(conversationId, visitorId, {
      shell: this.deps.shell,
      clock: this.deps.clock,
      outbox: this.deps.outbox,
      seen: this.deps.seen,
      arrivedUpTo: this.arrived.get(conversationId) ?? null,
      onState: (state) => this.show(state),
      onArrival: (event) => this.deps.onArrival(event),
      onPosition: (queuePosition, queueAheadMs) => patch(this.deps.value, { queuePosition, queueAheadMs }),
      onError: (error) => patch(this.deps.value, { error }),
    });
    this.open.begin();
  }

  /** Ends it on the server; what goes wrong is shown. */
  async end(): Promise<void> {
    const { shell, value } = this.deps;
    try {
      if (this.id !== null) await shell.api.post(`/v1/conversations/${this.id}/close`);
      patch(value, { error: null });
    } catch (thrown) {
      patch(value, { error: toChatError(thrown) });
    }
  }

  /** Rates the one that is shown. @throws ChatError */
  async rate(rate: Rate): Promise<void> {
    const { shell, value } = this.deps;
    const { conversation, conversationId } = value.get();
    const path = `/v1/conversations/${conversationId}/rating`;
    const { score, scale, comment, updatedAt } = await shell.api.put<Rating>(path, rate);
    // The listener brings the same; without one it is shown all the same.
    const rating = { score, scale, comment, ratedAt: updatedAt };
    if (conversation) patch(value, { conversation: { ...conversation, rating } });
  }

  leave(): void {
    this.turn += 1;
    const { open } = this;
    if (open && open.view.arrivedUpTo !== null) this.arrived.set(open.id, open.view.arrivedUpTo);
    open?.stop();
    this.open = null;
  }

  private show(state: ConversationState): void {
    if (state.refused) {
      this.onRefused(state.refused);
      return;
    }
    if (state.isLoaded) this.deps.shell.noRefusal();
    const { conversation, timeline } = state;
    const agentId = conversation?.assignedAgentId;
    this.deps.shell.connection.listening(state.isCurrent);
    if (!state.isLoaded) {
      this.showUntilLoaded(timeline);
      return;
    }
    patch(this.deps.value, {
      phase: phaseOf(conversation),
      conversation,
      agent: agentId && conversation.status === "active" ? agentIn(timeline, agentId) : null,
      timeline,
      hasEarlier: state.hasEarlier,
      agentIsTyping: state.typing.length > 0,
      seenByAgent: state.seenByOthers,
      unread: state.unread,
    });
  }

  /** What was shown of this conversation before stays, and what is written meanwhile comes to it. */
  private showUntilLoaded(timeline: TimelineItem[]): void {
    const now = new Map(timeline.map((item) => [item.id, item]));
    const before = this.deps.value.get().timeline.filter(({ id, state }) => state === "sent" && !now.has(id));
    patch(this.deps.value, { timeline: [...before, ...timeline] });
  }

  /** Refused by the rules or the API, which says whether the session is over or only the sign-in was. */
  private onRefused(error: ChatError): void {
    const stored = this.deps.stored();
    if (!this.deps.shell.mayRecover(error) || !isOpen(stored)) {
      patch(this.deps.value, { error });
      return;
    }
    this.enter(stored);
    void this.deps.shell.listen(null);
  }

  /** Without a conversation there is what waits to be sent. */
  showWaiting(): void {
    const author = { authorType: "visitor", authorId: null } as const;
    patch(this.deps.value, { timeline: timelineOf(new Map(), this.deps.outbox.entries.get(), author) });
  }
}

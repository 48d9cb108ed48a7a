import type { Conversation, Event, EventFile } from "@livechat/contract";
import type { ClientShell } from "../connection/client-shell.ts";
import { ConversationView } from "../conversation/conversation-view.ts";
import { ChatError } from "../platform/chat-error.ts";
import { Disposables, type Dispose } from "../platform/disposables.ts";
import type { Platform } from "../platform/platform.ts";
import type { Store } from "../platform/store.ts";
import { Outbox, type OutboxEntry } from "../sending/outbox.ts";
import { Sender } from "../sending/sender.ts";
import type { AgentState } from "./agent-state.ts";
import { KnownConversation } from "./known-conversation.ts";
import { SeenMarks } from "./seen-marks.ts";

interface Deps {
  shell: ClientShell;
  platform: Platform;
  agentId: string;
  /** Keeps apart what several consoles on one origin store. */
  name: string;
  state: Store<AgentState>;
  isInboxComplete(): boolean;
  onArrival(event: Event): void;
  onProblem(problem: ChatError | null): void;
  onError(error: ChatError): void;
  onSignedOut(error: ChatError): Promise<void>;
}

export interface AgentMessage {
  readonly text: string;
  readonly visibility: "all" | "agents";
  readonly files?: readonly EventFile[];
  /** The canned response that it was written with. */
  readonly cannedResponseId?: string;
}

/** The conversations that a signed-in agent has open, and what the agent writes in them. */
export class Conversations {
  private readonly views = new Map<string, ConversationView>();
  private readonly seen: SeenMarks;
  private readonly following = new Map<string, Dispose>();
  private readonly disposables = new Disposables();
  private readonly outbox: Outbox;
  private readonly sender: Sender;

  constructor(private readonly deps: Deps) {
    const { platform, name, agentId } = deps;
    this.seen = new SeenMarks(`${name}:seen:${agentId}:`, platform.store);
    this.outbox = new Outbox(`${name}:outbox:${agentId}:`, platform);
    this.sender = this.makeSender(`${name}:sender:${agentId}`);
    this.disposables.add(
      this.sender.problem.listen((problem) => deps.onProblem(problem)),
      () => this.sender.stop(),
      () => this.outbox.stop(),
    );
    void this.sender.run();
  }

  /** The conversation's view, opened when it is not yet. */
  open(id: string): ConversationView {
    const known = this.views.get(id);
    if (known) return known;
    const { shell, platform, agentId, onArrival, onError } = this.deps;
    const view = new ConversationView(
      id,
      { kind: "agent", uid: agentId },
      {
        shell,
        clock: platform.clock,
        outbox: this.outbox,
        seenUpTo: this.seen.of(id),
        onError,
        watchConversation: (of, observer) => this.watchConversation(of, observer),
      },
    );
    this.views.set(id, view);
    this.following.set(id, this.seen.follow(view));
    view.onArrival(onArrival);
    return view;
  }

  leave(id: string): void {
    this.stopView(id);
    if (!this.deps.state.get().mine.some((conversation) => conversation.id === id)) this.seen.forget(id);
  }

  /** The owner has marked it as unread: the visitor's last message has not been seen. */
  markUnread(id: string): void {
    const view = this.views.get(id);
    if (view?.unsee()) this.seen.keep(view);
  }

  /** Shows the message at once and sends it. `agents`: a private note. */
  send(conversationId: string, { files = [], ...message }: AgentMessage): void {
    this.outbox.add({ conversationId, ...message, ...(files.length > 0 && { files }) });
    this.views.get(conversationId)?.sent();
    this.sender.hurry();
  }

  retry(id: string): void {
    this.outbox.change(id, { error: null });
    this.sender.hurry();
  }

  discard(id: string): void {
    this.outbox.remove(id);
  }

  /** Messages that the server has not taken. */
  get unsent(): number {
    return this.outbox.entries.get().length;
  }

  discardAll(): void {
    for (const { id } of this.outbox.entries.get()) this.outbox.remove(id);
  }

  stop(): void {
    this.disposables.dispose();
    for (const id of [...this.views.keys()]) this.stopView(id);
  }

  private stopView(id: string): void {
    this.views.get(id)?.stop();
    this.views.delete(id);
    this.following.get(id)?.();
    this.following.delete(id);
  }

  private makeSender(lock: string): Sender {
    const { platform, shell, onSignedOut } = this.deps;
    return new Sender({
      platform,
      api: shell.api,
      outbox: this.outbox,
      lock,
      threadFor: (entry) => this.threadFor(entry),
      onSent: (event) => this.views.get(event.conversationId)?.confirm(event),
      onSignedOut: async (error) => {
        await onSignedOut(error);
        return false;
      },
    });
  }

  private watchConversation: (...watched: Parameters<ClientShell["live"]["watchConversation"]>) => Dispose = (
    id,
    observer,
  ) => {
    const { state, shell, isInboxComplete } = this.deps;
    const known = new KnownConversation(id, observer, { state, live: shell.live, isInboxComplete });
    return () => known.stop();
  };

  private async threadFor(entry: OutboxEntry): Promise<{ conversationId: string; threadId: string }> {
    const conversationId = entry.conversationId ?? "";
    const live =
      this.views.get(conversationId)?.state.get().conversation ??
      this.deps.state.get().mine.find(({ id }) => id === conversationId);
    const { activeThreadId } =
      live ?? (await this.deps.shell.api.get<Conversation>(`/v1/conversations/${conversationId}`));
    if (!activeThreadId) throw new ChatError("conversation_closed", "The conversation is closed.");
    return { conversationId, threadId: activeThreadId };
  }
}

import type { Conversation, Event } from "@livechat/contract";
import type { ClientShell } from "../connection/client-shell.ts";
import { type ConversationState, ConversationView } from "../conversation/conversation-view.ts";
import type { ChatError } from "../platform/chat-error.ts";
import { Disposables } from "../platform/disposables.ts";
import type { Clock } from "../platform/platform.ts";
import type { Outbox } from "../sending/outbox.ts";
import { QueuePosition } from "./queue-position.ts";
import type { SeenUpTo } from "./seen-up-to.ts";

interface Deps {
  shell: ClientShell;
  clock: Clock;
  outbox: Outbox;
  seen: SeenUpTo;
  /** Up to which event arrivals were told before; null: what is there at the start is history. */
  arrivedUpTo: number | null;
  onState(state: ConversationState): void;
  onArrival(event: Event): void;
  onPosition(position: number | null, aheadMs: number | null): void;
  onError(error: ChatError): void;
}

/** The conversation that the visitor is in: its view, and the position in the queue while it waits. */
export class OpenConversation {
  readonly view: ConversationView;
  private readonly position: QueuePosition;
  private readonly disposables = new Disposables();

  constructor(
    readonly id: string,
    visitorId: string,
    private readonly deps: Deps,
  ) {
    const { shell, clock, outbox, seen, arrivedUpTo, onPosition, onError } = deps;
    this.view = new ConversationView(
      id,
      { kind: "visitor", uid: visitorId },
      {
        shell,
        clock,
        outbox,
        arrivedUpTo,
        seenUpTo: seen.read(id),
        onError,
        watchConversation: (of, observer) => shell.live.watchConversation(of, observer),
      },
    );
    this.position = new QueuePosition({ clock, live: shell.live, ask: () => this.askPosition(), onPosition });
    this.disposables.add(
      this.view.state.listen((state) => this.show(state)),
      this.view.onArrival((event) => deps.onArrival(event)),
      seen.onChange(id, (seq) => this.view.seenElsewhere(seq)),
      () => this.view.stop(),
      () => this.position.stop(),
    );
  }

  /** Begins to tell. */
  begin(): void {
    this.show(this.view.state.get());
  }

  stop(): void {
    this.disposables.dispose();
  }

  private show(state: ConversationState): void {
    this.deps.seen.write(this.id, this.view.seenUpTo);
    if (!state.refused) this.position.follow(state.conversation);
    this.deps.onState(state);
  }

  private async askPosition(): Promise<number | null> {
    try {
      const { queue } = await this.deps.shell.api.get<Conversation>(`/v1/conversations/${this.id}`);
      return queue?.position ?? null;
    } catch {
      // Only a courtesy, asked for again with the next change of the queue: a lost connection is told by others.
      return null;
    }
  }
}

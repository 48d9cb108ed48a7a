import type { ChatError } from "../platform/chat-error.ts";
import type { Dispose } from "../platform/disposables.ts";
import type { LiveConversation, LiveSource, Observer } from "../platform/live-database.ts";
import type { Store } from "../platform/store.ts";
import type { AgentState } from "./agent-state.ts";

interface Deps {
  state: Store<AgentState>;
  live: Pick<LiveSource, "watchConversation">;
  /** Whether the lists have come: before, what is missing in them says nothing. */
  isInboxComplete(): boolean;
}

/** Watches a conversation in the lists that the inbox has anyway, and by itself only while it is in none of them. */
export class KnownConversation {
  private shown: LiveConversation | null = null;
  private stopOwn: Dispose | null = null;
  private readonly stopLists: Dispose;

  constructor(
    private readonly id: string,
    private readonly observer: Observer<LiveConversation | null>,
    private readonly deps: Deps,
  ) {
    this.stopLists = deps.state.listen(() => this.follow());
    this.follow();
  }

  stop(): void {
    this.stopLists();
    this.stopOwn?.();
  }

  private follow(): void {
    const found = this.find();
    if (found) {
      this.stopOwn?.();
      this.stopOwn = null;
      if (found !== this.shown) this.observer.next(found, true);
      this.shown = found;
    } else if (!this.stopOwn && this.deps.isInboxComplete()) {
      this.stopOwn = this.deps.live.watchConversation(this.id, {
        next: (conversation, isCurrent) => this.observer.next(conversation, isCurrent),
        failed: (error: ChatError) => this.observer.failed(error),
      });
    }
  }

  private find(): LiveConversation | undefined {
    const { mine, waiting } = this.deps.state.get();
    const isThis = ({ id }: LiveConversation) => id === this.id;
    return mine.find(isThis) ?? Object.values(waiting).flat().find(isThis);
  }
}

import type { ConversationView } from "../conversation/conversation-view.ts";
import type { Dispose } from "../platform/disposables.ts";
import type { KeyValueStore } from "../platform/platform.ts";

/**
 * Up to where an agent has seen each conversation, for all tabs of a browser: a reload makes nothing unread again, and
 * what one tab shows is read in the others.
 */
export class SeenMarks {
  constructor(
    private readonly prefix: string,
    private readonly store: KeyValueStore,
  ) {}

  of(conversationId: string): number {
    return Number(this.store.get(this.prefix + conversationId) ?? 0) || 0;
  }

  /** Keeps what the view sees from now on, and tells the view what other tabs have seen. */
  follow(view: ConversationView): Dispose {
    const { conversationId: id } = view;
    const stopKeeping = view.state.listen(() => {
      if (view.seenUpTo > this.of(id)) this.keep(view);
    });
    const stopHearing = this.store.onChange(() => {
      if (this.store.get(this.prefix + id) !== null) view.seenElsewhere(this.of(id));
    });
    return () => {
      stopKeeping();
      stopHearing();
    };
  }

  /** Keeps what the view has seen, also when that is less than before: it was marked as unread. */
  keep({ conversationId, seenUpTo }: ConversationView): void {
    this.store.set(this.prefix + conversationId, String(seenUpTo));
  }

  /** The conversation is somebody else's or closed: nothing is kept of it. */
  forget(conversationId: string): void {
    this.store.remove(this.prefix + conversationId);
  }
}

import type { ChatError } from "../platform/chat-error.ts";
import type { Dispose } from "../platform/disposables.ts";
import type { LiveConversation, LiveSource } from "../platform/live-database.ts";
import { positionIn } from "./queue-summary.ts";

interface Deps {
  live: Pick<LiveSource, "watchQueueSummary">;
  /** The exact position, from the API; null when it is not known. */
  ask(): Promise<number | null>;
  onPosition(position: number | null): void;
}

/** The waiting visitor's position: by the queue's summary while it reaches that far, else as the API tells it. */
export class QueuePosition {
  private groupId: string | null = null;
  private queuedAt = "";
  private stopSummary: Dispose | null = null;

  constructor(private readonly deps: Deps) {}

  /** Follows the conversation into the queue and out of it. */
  follow(conversation: LiveConversation | null): void {
    const groupId = conversation?.queue ? conversation.groupId : null;
    this.queuedAt = conversation?.queue?.queuedAt ?? "";
    if (groupId === this.groupId) return;
    this.stop();
    this.groupId = groupId;
    this.deps.onPosition(null);
    if (groupId !== null) this.watch(groupId);
  }

  stop(): void {
    this.stopSummary?.();
    this.stopSummary = null;
    this.groupId = null;
  }

  private watch(groupId: string): void {
    this.stopSummary = this.deps.live.watchQueueSummary(groupId, {
      next: (summary) => {
        const position = summary && positionIn(summary, this.queuedAt);
        if (position !== null) this.deps.onPosition(position);
        else void this.ask(groupId);
      },
      failed: (_error: ChatError) => void this.ask(groupId),
    });
  }

  private async ask(groupId: string): Promise<void> {
    const position = await this.deps.ask();
    if (this.groupId === groupId) this.deps.onPosition(position);
  }
}

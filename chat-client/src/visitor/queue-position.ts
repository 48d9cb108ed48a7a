import type { Dispose } from "../platform/disposables.ts";
import type { LiveConversation, LiveSource } from "../platform/live-database.ts";
import type { Clock } from "../platform/platform.ts";
import { aheadIn, positionIn } from "./queue-summary.ts";

/**
 * Whoever finds no position in the summary waits so long before asking: just after the start the summary is on its way,
 * and behind a full one each coming and going would otherwise be a call for each who waits.
 */
export const ASK_AFTER_MS = 3_000;

interface Deps {
  clock: Clock;
  live: Pick<LiveSource, "watchQueueSummary">;
  /** The exact position, from the API; null when it is not known. */
  ask(): Promise<number | null>;
  /** `aheadMs`: how much earlier the first in the queue began to wait; null where only the position is known, or nothing. */
  onPosition(position: number | null, aheadMs: number | null): void;
}

/** The waiting visitor's position: by the queue's summary while it reaches that far, else as the API tells it. */
export class QueuePosition {
  private groupId: string | null = null;
  private queuedAt = "";
  private stopSummary: Dispose | null = null;
  private later: Dispose | null = null;

  constructor(private readonly deps: Deps) {}

  /** Follows the conversation into the queue and out of it. */
  follow(conversation: LiveConversation | null): void {
    const groupId = conversation?.queue ? conversation.groupId : null;
    this.queuedAt = conversation?.queue?.queuedAt ?? "";
    if (groupId === this.groupId) return;
    this.stop();
    this.groupId = groupId;
    this.deps.onPosition(null, null);
    if (groupId !== null) this.watch(groupId);
  }

  stop(): void {
    this.stopSummary?.();
    this.stopSummary = null;
    this.askNoMore();
    this.groupId = null;
  }

  private watch(groupId: string): void {
    this.stopSummary = this.deps.live.watchQueueSummary(groupId, {
      next: (summary) => {
        const position = summary && positionIn(summary, this.queuedAt);
        if (position === null) this.askLater(groupId);
        else {
          this.askNoMore();
          this.deps.onPosition(position, summary && aheadIn(summary, this.queuedAt));
        }
      },
      failed: () => this.askLater(groupId),
    });
  }

  private askLater(groupId: string): void {
    this.later ??= this.deps.clock.after(ASK_AFTER_MS, () => {
      this.later = null;
      void this.ask(groupId);
    });
  }

  private askNoMore(): void {
    this.later?.();
    this.later = null;
  }

  private async ask(groupId: string): Promise<void> {
    const position = await this.deps.ask();
    if (this.groupId === groupId) this.deps.onPosition(position, null);
  }
}

import type { Dispose } from "../platform/disposables.ts";
import type { LiveConversation, LiveDatabase } from "../platform/live-database.ts";
import { positionIn } from "./queue-summary.ts";

interface Deps {
  /** The exact place, from the API; null when it is not known. */
  ask(): Promise<number | null>;
  onPlace(position: number | null): void;
}

/** The waiting visitor's place: by the group's summary while it reaches that far, else as the API tells it. */
export class QueuePosition {
  private groupId: string | null = null;
  private queuedAt = "";
  private stopBoard: Dispose | null = null;

  constructor(
    private readonly db: LiveDatabase,
    private readonly deps: Deps,
  ) {}

  /** Follows the conversation into the queue and out of it. */
  follow(conversation: LiveConversation | null): void {
    const groupId = conversation?.queue ? conversation.groupId : null;
    this.queuedAt = conversation?.queue?.queuedAt ?? "";
    if (groupId === this.groupId) return;
    this.stop();
    this.groupId = groupId;
    this.deps.onPlace(null);
    if (groupId !== null) this.watch(groupId);
  }

  stop(): void {
    this.stopBoard?.();
    this.stopBoard = null;
    this.groupId = null;
  }

  private watch(groupId: string): void {
    this.stopBoard = this.db.watchQueueSummary(groupId, {
      next: (summary) => {
        const position = summary && positionIn(summary, this.queuedAt);
        if (position !== null) this.deps.onPlace(position);
        else void this.ask(groupId);
      },
      failed: () => void this.ask(groupId),
    });
  }

  private async ask(groupId: string): Promise<void> {
    const position = await this.deps.ask();
    if (this.groupId === groupId) this.deps.onPlace(position);
  }
}

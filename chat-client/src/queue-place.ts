import type { LiveConversation, LiveDatabase } from "./live-database.ts";
import { positionOn } from "./queue-position.ts";
import type { Stop } from "./value.ts";

interface Outside {
  /** The exact place, from the API; null when it is not known. */
  ask(): Promise<number | null>;
  onPlace(position: number | null): void;
}

/** The waiting visitor's place: by the group's board while it reaches that far, else as the API tells it. */
export class QueuePlace {
  private groupId: string | null = null;
  private queuedAt = "";
  private stopBoard: Stop | null = null;

  constructor(
    private readonly db: LiveDatabase,
    private readonly outside: Outside,
  ) {}

  /** Follows the conversation into the queue and out of it. */
  follow(conversation: LiveConversation | null): void {
    const groupId = conversation?.queue ? conversation.groupId : null;
    this.queuedAt = conversation?.queue?.queuedAt ?? "";
    if (groupId === this.groupId) return;
    this.stop();
    this.groupId = groupId;
    this.outside.onPlace(null);
    if (groupId !== null) this.watch(groupId);
  }

  stop(): void {
    this.stopBoard?.();
    this.stopBoard = null;
    this.groupId = null;
  }

  private watch(groupId: string): void {
    this.stopBoard = this.db.watchBoard(groupId, {
      next: (board) => {
        const position = board && positionOn(board, this.queuedAt);
        if (position !== null) this.outside.onPlace(position);
        else void this.ask(groupId);
      },
      failed: () => void this.ask(groupId),
    });
  }

  private async ask(groupId: string): Promise<void> {
    const position = await this.outside.ask();
    if (this.groupId === groupId) this.outside.onPlace(position);
  }
}

import type { ChatError } from "./chat-error.ts";
import type { LiveConversation, LiveDatabase } from "./live-database.ts";
import type { Stop } from "./value.ts";

/** Who waits, by the id of each group, the longest-waiting first. */
export type Waiting = Readonly<Record<string, LiveConversation[]>>;

interface Outside {
  onChange(waiting: Waiting): void;
  onRefused(error: ChatError): void;
}

/** Listens to the queues of groups, and follows when the groups change. */
export class GroupQueues {
  private readonly stops = new Map<string, Stop>();
  private waiting: Waiting = {};

  constructor(
    private readonly db: LiveDatabase,
    private readonly outside: Outside,
  ) {}

  /** Listens to these groups' queues and no others. */
  follow(groupIds: readonly string[]): void {
    for (const id of [...this.stops.keys()].filter((id) => !groupIds.includes(id))) this.drop(id);
    for (const id of groupIds.filter((id) => !this.stops.has(id))) this.watch(id);
  }

  stop(): void {
    for (const stop of this.stops.values()) stop();
    this.stops.clear();
  }

  private watch(id: string): void {
    const stop = this.db.watchWaiting(id, {
      next: (list) => this.show({ ...this.waiting, [id]: list }),
      failed: (error) => {
        // Taken out of the group: the agent's own document will say so too.
        if (error.type === "authorization") this.drop(id);
        else this.outside.onRefused(error);
      },
    });
    this.stops.set(id, stop);
  }

  private drop(id: string): void {
    this.stops.get(id)?.();
    this.stops.delete(id);
    const { [id]: _dropped, ...waiting } = this.waiting;
    this.show(waiting);
  }

  private show(waiting: Waiting): void {
    this.waiting = waiting;
    this.outside.onChange(waiting);
  }
}

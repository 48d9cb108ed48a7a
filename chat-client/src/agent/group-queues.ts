import type { ChatError } from "../platform/chat-error.ts";
import type { Dispose } from "../platform/disposables.ts";
import type { LiveConversation, LiveSource } from "../platform/live-database.ts";

/** Who waits, by the id of each group, the longest-waiting first. */
export type Waiting = Readonly<Record<string, LiveConversation[]>>;

interface Deps {
  onChange(waiting: Waiting): void;
  onRefused(error: ChatError): void;
}

/** Listens to the queues of groups, and follows when the groups change. */
export class GroupQueues {
  private readonly disposables = new Map<string, Dispose>();
  private waiting: Waiting = {};

  constructor(
    private readonly live: LiveSource,
    private readonly deps: Deps,
  ) {}

  /** Listens to these groups' queues and no others. */
  follow(groupIds: readonly string[]): void {
    for (const id of [...this.disposables.keys()].filter((id) => !groupIds.includes(id))) this.drop(id);
    for (const id of groupIds.filter((id) => !this.disposables.has(id))) this.watch(id);
  }

  stop(): void {
    for (const stop of this.disposables.values()) stop();
    this.disposables.clear();
  }

  private watch(id: string): void {
    const stop = this.live.watchWaiting(id, {
      next: (list) => this.show({ ...this.waiting, [id]: list }),
      failed: (error) => {
        // Taken out of the group: the agent's own document will say so too.
        if (error.type === "authorization") this.drop(id);
        else this.deps.onRefused(error);
      },
    });
    this.disposables.set(id, stop);
  }

  private drop(id: string): void {
    this.disposables.get(id)?.();
    this.disposables.delete(id);
    const { [id]: _dropped, ...waiting } = this.waiting;
    this.show(waiting);
  }

  private show(waiting: Waiting): void {
    this.waiting = waiting;
    this.deps.onChange(waiting);
  }
}

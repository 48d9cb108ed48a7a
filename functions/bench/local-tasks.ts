import { setTimeout as wait } from "node:timers/promises";
import type { Context } from "../src/platform/context.ts";
import type { QueueName, Task, TaskQueue } from "../src/platform/task-queue.ts";
import { deliver } from "../test/deliver.ts";

/** Tasks of a queue that run at once. Source: src/index.ts, and the queues' own default for what is not named there. */
const AT_ONCE: Partial<Record<QueueName, number>> = {
  tellWebhooks: 1,
  deliverWebhook: 200,
  retryWebhook: 100,
};
const DEFAULT_AT_ONCE = 100;
const PAUSE_MS = 5;

/** Queues in this process, as Cloud Tasks has them: each in order, with a limit of its own, and with names that stay taken. */
export class LocalTasks implements TaskQueue {
  private readonly names = new Set<string>();
  private readonly waiting = new Map<QueueName, Task[]>();
  private readonly running = new Map<QueueName, number>();
  private counted = 0;
  /** Set once there is one: a context names its queue. */
  ctx: Context | undefined;

  enqueue = async (task: Task): Promise<void> => {
    if (task.name !== undefined && this.names.has(task.name)) return;
    if (task.name !== undefined) this.names.add(task.name);
    this.counted += 1;
    const pause = (task.notBefore?.getTime() ?? 0) - Date.now();
    if (pause > 0) setTimeout(() => this.add(task), pause).unref();
    else this.add(task);
  };

  /** How many tasks were enqueued since the last time that this was asked. */
  take(): number {
    const { counted } = this;
    this.counted = 0;
    return counted;
  }

  /** Waits until no task is due or runs. */
  async idle(): Promise<void> {
    const isBusy = () =>
      [...this.waiting.values()].some(({ length }) => length > 0) ||
      [...this.running.values()].some((count) => count > 0);
    while (isBusy()) await wait(PAUSE_MS);
  }

  private add(task: Task): void {
    this.waiting.set(task.queue, [...(this.waiting.get(task.queue) ?? []), task]);
    this.dispatch(task.queue);
  }

  private dispatch(queue: QueueName): void {
    const running = this.running.get(queue) ?? 0;
    if (running >= (AT_ONCE[queue] ?? DEFAULT_AT_ONCE)) return;
    const task = this.waiting.get(queue)?.shift();
    if (!task) return;
    this.running.set(queue, running + 1);
    void this.run(task).finally(() => {
      this.running.set(queue, (this.running.get(queue) ?? 1) - 1);
      this.dispatch(queue);
    });
  }

  private async run(task: Task): Promise<void> {
    if (this.ctx) await deliver(task, this.ctx);
  }
}

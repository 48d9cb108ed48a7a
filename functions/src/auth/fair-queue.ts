interface Limits {
  /** How much may run and wait under one key, and in all. */
  readonly maxPerKey: number;
  readonly max: number;
}

type Work = () => Promise<void>;

/**
 * Runs one piece of work at a time. Keys take turns, so that one with a lot of work delays each of the others by one
 * piece; within a key work is done in the order in which it came.
 */
export class FairQueue {
  /** The key whose turn is next stands first. */
  private readonly waiting = new Map<string, Work[]>();
  private readonly counts = new Map<string, number>();
  private total = 0;
  private isRunning = false;

  constructor(private readonly limits: Limits) {}

  /** @returns the work's result; `key-full` or `full` when it was not taken. */
  add<T>(key: string, work: () => Promise<T>): Promise<T> | "key-full" | "full" {
    const count = this.counts.get(key) ?? 0;
    if (count >= this.limits.maxPerKey) return "key-full";
    if (this.total >= this.limits.max) return "full";
    this.counts.set(key, count + 1);
    this.total += 1;
    const result = new Promise<T>((resolve, reject) => {
      const run = () =>
        work()
          .then(resolve, reject)
          .finally(() => this.leave(key));
      this.waiting.set(key, [...(this.waiting.get(key) ?? []), run]);
    });
    void this.run();
    return result;
  }

  private leave(key: string): void {
    const count = (this.counts.get(key) ?? 1) - 1;
    if (count === 0) this.counts.delete(key);
    else this.counts.set(key, count);
    this.total -= 1;
  }

  private next(): Work | undefined {
    const [first] = this.waiting;
    if (!first) return undefined;
    const [key, [work, ...others]] = first;
    this.waiting.delete(key);
    if (others.length > 0) this.waiting.set(key, others);
    return work;
  }

  private async run(): Promise<void> {
    if (this.isRunning) return;
    this.isRunning = true;
    for (let work = this.next(); work; work = this.next()) await work();
    this.isRunning = false;
  }
}

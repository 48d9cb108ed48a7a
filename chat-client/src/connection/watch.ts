import type { ChatError } from "../platform/chat-error.ts";
import type { Dispose } from "../platform/disposables.ts";
import type { LiveDatabase, Observer } from "../platform/live-database.ts";
import type { Clock } from "../platform/platform.ts";

interface Deps<T> {
  clock: Clock;
  observer: Observer<T>;
  patienceMs: number;
  listen(db: LiveDatabase, observer: Observer<T>): Dispose;
  poll(observer: Observer<T>): Dispose;
  /** Whether listeners are known to be behind. */
  isDistrusted(): boolean;
  /** The listener has brought something current. */
  onCurrent(): void;
  /** Polling has begun or ended. */
  onChange(): void;
  onEnd(): void;
}

/** One thing that is watched: listened to, and polled while the listener is silent. The observer sees no difference. */
export class Watch<T> {
  private stopListening: Dispose | null = null;
  private stopPolling: Dispose | null = null;
  private stopWaiting: Dispose | null = null;
  private isCurrent = false;
  private hasEnded = false;

  constructor(private readonly deps: Deps<T>) {}

  get isPolling(): boolean {
    return this.stopPolling !== null;
  }

  /** Listens by this database; null: by none. */
  use(db: LiveDatabase | null): void {
    this.stopListening?.();
    this.isCurrent = false;
    this.stopListening =
      db &&
      this.deps.listen(
        db,
        this.observe((value, isCurrent) => this.hear(value, isCurrent)),
      );
    this.review();
  }

  /** Begins or ends polling, as the listener deserves. */
  review(): void {
    if (this.hasEnded) return;
    if (this.isCurrent && !this.deps.isDistrusted()) this.endPolling();
    else if (this.deps.isDistrusted()) this.beginPolling();
    else if (!this.isPolling) {
      this.stopWaiting ??= this.deps.clock.after(this.deps.patienceMs, () => this.beginPolling());
    }
  }

  dispose(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.stopListening?.();
    this.endPolling();
    this.deps.onEnd();
  }

  private hear(value: T, isCurrent: boolean): void {
    this.isCurrent = isCurrent;
    if (isCurrent) this.deps.onCurrent();
    this.review();
    // What a listener remembers is older than what has been polled.
    if (isCurrent || !this.isPolling) this.deps.observer.next(value, isCurrent);
  }

  private observe(next: Observer<T>["next"]): Observer<T> {
    return { next, failed: (error) => this.fail(error) };
  }

  private fail(error: ChatError): void {
    if (this.hasEnded) return;
    this.dispose();
    this.deps.observer.failed(error);
  }

  private beginPolling(): void {
    this.stopWaiting?.();
    this.stopWaiting = null;
    if (this.hasEnded || this.isPolling) return;
    this.stopPolling = this.deps.poll(this.observe((value) => this.deps.observer.next(value, true)));
    this.deps.onChange();
  }

  private endPolling(): void {
    this.stopWaiting?.();
    this.stopWaiting = null;
    if (!this.stopPolling) return;
    this.stopPolling();
    this.stopPolling = null;
    this.deps.onChange();
  }
}

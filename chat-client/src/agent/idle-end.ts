import { ChatError } from "../platform/chat-error.ts";
import type { Dispose } from "../platform/disposables.ts";
import type { Platform } from "../platform/platform.ts";
import { parseStored } from "../platform/stored.ts";

/** A use is noted this long after the last one at the earliest: storage is not written with every key. */
const NOTED_AFTER_MS = 60_000;

/** What all tabs know. Milliseconds since 1970; `limitMs` null: nothing ends by itself. */
interface Stored {
  usedAt: number;
  limitMs: number | null;
}

interface Deps {
  /** Where it is kept, shared by all tabs. */
  key: string;
  platform: Pick<Platform, "store" | "clock" | "visibility">;
  /** Nobody has used any tab for too long. Told once. */
  onIdle(error: ChatError): void;
}

/**
 * Ends the session of a console that nobody uses. The server ends those that make no call; a console that is open makes
 * one every few seconds, so that only the page can tell that nobody sits in front of it.
 */
export class IdleEnd {
  private next: Dispose | null = null;
  private stopWatching: Dispose | null = null;

  constructor(private readonly deps: Deps) {}

  /** Somebody has opened the console, or signed in. `isNew`: what was before does not count. */
  begin(isNew: boolean): void {
    this.stop();
    if (isNew) this.keep({ usedAt: this.now, limitMs: null });
    // A clock that stood still while the machine slept is late: whoever comes back is looked at first.
    this.stopWatching = this.deps.platform.visibility.onChange(() => this.check());
    this.used();
  }

  /** What the server allows, as every heartbeat says; null: any time. */
  allow(seconds: number | null): void {
    const limitMs = seconds === null ? null : seconds * 1000;
    const stored = this.stored();
    if (stored.limitMs !== limitMs) this.keep({ ...stored, limitMs });
    this.check();
  }

  /** Somebody has pressed a key or touched the page. Too late, it ends the session, too. */
  used(): void {
    const stored = this.stored();
    const isDue = this.now - stored.usedAt >= NOTED_AFTER_MS;
    if (isDue && !this.isOver) this.keep({ ...stored, usedAt: this.now });
    if (!this.next || this.isOver) this.check();
  }

  /** Whether nobody has used any tab for longer than the server allows, as far as this browser knows. */
  get isOver(): boolean {
    const { usedAt, limitMs } = this.stored();
    return limitMs !== null && this.now - usedAt >= limitMs;
  }

  stop(): void {
    this.next?.();
    this.next = null;
    this.stopWatching?.();
    this.stopWatching = null;
  }

  private check(): void {
    if (!this.stopWatching) return;
    this.next?.();
    this.next = null;
    const { usedAt, limitMs } = this.stored();
    if (limitMs === null) return;
    if (this.isOver) {
      this.stop();
      this.deps.onIdle(idleError());
      return;
    }
    this.next = this.deps.platform.clock.after(usedAt + limitMs - this.now, () => this.check());
  }

  private get now(): number {
    return this.deps.platform.clock.now();
  }

  private stored(): Stored {
    const stored = parseStored<Stored>(this.deps.platform.store.get(this.deps.key), ["usedAt", "limitMs"]);
    return stored ?? { usedAt: this.now, limitMs: null };
  }

  private keep(stored: Stored): void {
    this.deps.platform.store.set(this.deps.key, JSON.stringify(stored));
  }
}

export function idleError(): ChatError {
  return new ChatError("idle", "Nobody has used this console for a long time. Sign in again.");
}

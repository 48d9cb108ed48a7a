import { type ChatError, toChatError } from "./chat-error.ts";
import type { Mark } from "./live-database.ts";
import type { Clock } from "./platform.ts";
import type { ServerTime } from "./server-time.ts";
import type { Stop } from "./value.ts";

/** What marks may cost: at most 15 typing and 30 seen writes a minute for each person in a conversation. */
export const MARK_LIMITS = {
  /** Pause between two writes that say "still typing". */
  TYPING_EVERY_MS: 4_000,
  /** How long one of them holds: two pauses, so that one may be lost. */
  TYPING_AHEAD_MS: 8_000,
  /** Pause between two writes of what was seen. */
  SEEN_EVERY_MS: 2_000,
} as const;

interface Outside {
  clock: Clock;
  serverTime: ServerTime;
  write(mark: Mark): Promise<void>;
  onError(error: ChatError): void;
}

/** Says that we type and what we have seen, with a bounded number of writes. */
export class Marks {
  private lastTypingAt = Number.NEGATIVE_INFINITY;
  private lastSeenAt = Number.NEGATIVE_INFINITY;
  private seenSeq = 0;
  private writtenSeq = 0;
  private later: Stop | null = null;

  constructor(private readonly outside: Outside) {}

  /** The person typed a key. */
  typing(): void {
    const now = this.outside.clock.now();
    if (now - this.lastTypingAt < MARK_LIMITS.TYPING_EVERY_MS) return;
    this.lastTypingAt = now;
    void this.write({ typingUntil: this.outside.serverTime.now() + MARK_LIMITS.TYPING_AHEAD_MS });
  }

  /** What was typed has been sent: the next key is a new beginning. The message itself ends it for the others. */
  sent(): void {
    this.lastTypingAt = Number.NEGATIVE_INFINITY;
  }

  /** The person has seen everything up to this event. */
  seen(seq: number): void {
    if (seq <= this.seenSeq) return;
    this.seenSeq = seq;
    if (this.later) return;
    const wait = this.lastSeenAt + MARK_LIMITS.SEEN_EVERY_MS - this.outside.clock.now();
    if (wait <= 0) this.writeSeen();
    else
      this.later = this.outside.clock.after(wait, () => {
        this.later = null;
        this.writeSeen();
      });
  }

  /** What the server already knows: nothing to write up to there. */
  alreadySeen(seq: number): void {
    this.seenSeq = Math.max(this.seenSeq, seq);
    this.writtenSeq = Math.max(this.writtenSeq, seq);
  }

  stop(): void {
    this.later?.();
    this.later = null;
  }

  private writeSeen(): void {
    if (this.seenSeq <= this.writtenSeq) return;
    this.lastSeenAt = this.outside.clock.now();
    this.writtenSeq = this.seenSeq;
    void this.write({ lastSeenSeq: this.seenSeq });
  }

  private async write(mark: Mark): Promise<void> {
    try {
      await this.outside.write(mark);
    } catch (thrown) {
      const error = toChatError(thrown);
      // A mark is refused when it comes too late, or after another tab's. Lost access is told by the listeners.
      if (error.type !== "authorization") this.outside.onError(error);
    }
  }
}

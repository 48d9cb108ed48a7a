import type { ServerTime } from "../connection/server-time.ts";
import { type ChatError, toChatError } from "../platform/chat-error.ts";
import type { Dispose } from "../platform/disposables.ts";
import type { ParticipantUpdate } from "../platform/live-database.ts";
import type { Clock } from "../platform/platform.ts";

/** What marks may cost: at most 15 typing and 30 seen writes a minute for each person in a conversation. */
export const PARTICIPANT_LIMITS = {
  /** Pause between two writes that say "still typing". */
  TYPING_EVERY_MS: 4_000,
  /** How long one of them holds: two pauses, so that one may be lost. */
  TYPING_AHEAD_MS: 8_000,
  /** Pause between two writes of what was seen. */
  SEEN_EVERY_MS: 2_000,
} as const;

interface Deps {
  clock: Clock;
  serverTime: ServerTime;
  write(update: ParticipantUpdate): Promise<void>;
  onError(error: ChatError): void;
}

/** Says that we type and what we have seen, with a bounded number of writes. */
export class ParticipantUpdates {
  private lastTypingAt = Number.NEGATIVE_INFINITY;
  private lastSeenAt = Number.NEGATIVE_INFINITY;
  private seenSeq = 0;
  private writtenSeq = 0;
  private later: Dispose | null = null;

  constructor(private readonly deps: Deps) {}

  /** The person typed a key. */
  typing(): void {
    const now = this.deps.clock.now();
    if (now - this.lastTypingAt < PARTICIPANT_LIMITS.TYPING_EVERY_MS) return;
    this.lastTypingAt = now;
    void this.write({ typingUntil: this.deps.serverTime.now() + PARTICIPANT_LIMITS.TYPING_AHEAD_MS });
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
    const wait = this.lastSeenAt + PARTICIPANT_LIMITS.SEEN_EVERY_MS - this.deps.clock.now();
    if (wait <= 0) this.writeSeen();
    else
      this.later = this.deps.clock.after(wait, () => {
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
    this.lastSeenAt = this.deps.clock.now();
    this.writtenSeq = this.seenSeq;
    void this.write({ lastSeenSeq: this.seenSeq });
  }

  private async write(update: ParticipantUpdate): Promise<void> {
    try {
      await this.deps.write(update);
    } catch (thrown) {
      const error = toChatError(thrown);
      // A mark is refused when it comes too late, or after another tab's. Lost access is told by the listeners.
      if (error.type !== "authorization") this.deps.onError(error);
    }
  }
}

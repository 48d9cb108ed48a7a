import type { ServerTime } from "../connection/server-time.ts";
import { type ChatError, toChatError } from "../platform/chat-error.ts";
import type { Dispose } from "../platform/disposables.ts";
import type { ParticipantUpdate } from "../platform/live-database.ts";
import type { Clock } from "../platform/platform.ts";

/** What typing and read receipts may cost: at most 15 and 20 writes a minute for each person in a conversation. */
export const PARTICIPANT_LIMITS = {
  /** Pause between two writes that say "still typing". */
  TYPING_EVERY_MS: 4_000,
  /** How long one of them holds: two pauses, so that one may be lost. */
  TYPING_AHEAD_MS: 8_000,
  /** A read receipt waits so long for typing or a message, which carry it along. */
  RECEIPT_AFTER_MS: 3_000,
} as const;

interface Deps {
  clock: Clock;
  serverTime: ServerTime;
  write(update: ParticipantUpdate): Promise<void>;
  onError(error: ChatError): void;
}

/** Says that this person types and what they have seen, with a bounded number of writes. */
export class ParticipantUpdates {
  private lastTypingAt = Number.NEGATIVE_INFINITY;
  private seenSeq = 0;
  private writtenSeq = 0;
  private receipt: Dispose | null = null;

  constructor(private readonly deps: Deps) {}

  /** The person typed a key. A receipt that waits goes along. */
  typing(): void {
    const now = this.deps.clock.now();
    if (now - this.lastTypingAt < PARTICIPANT_LIMITS.TYPING_EVERY_MS) return;
    this.lastTypingAt = now;
    const typingUntil = this.deps.serverTime.now() + PARTICIPANT_LIMITS.TYPING_AHEAD_MS;
    void this.write({ typingUntil, ...this.takeReceipt() });
  }

  /** A message was sent: the next key is a new beginning. The message itself ends typing for the others. */
  sent(): void {
    this.lastTypingAt = Number.NEGATIVE_INFINITY;
  }

  /** The person has seen everything up to this event. */
  seen(seq: number): void {
    if (seq <= this.seenSeq) return;
    this.seenSeq = seq;
    this.receipt ??= this.deps.clock.after(PARTICIPANT_LIMITS.RECEIPT_AFTER_MS, () => {
      this.receipt = null;
      const update = this.takeReceipt();
      if (update) void this.write(update);
    });
  }

  /** What the server knows already, by an own message for example: nothing to write up to there. */
  alreadySeen(seq: number): void {
    this.seenSeq = Math.max(this.seenSeq, seq);
    this.writtenSeq = Math.max(this.writtenSeq, seq);
  }

  stop(): void {
    this.receipt?.();
    this.receipt = null;
  }

  private takeReceipt(): ParticipantUpdate | null {
    this.stop();
    if (this.seenSeq <= this.writtenSeq) return null;
    this.writtenSeq = this.seenSeq;
    return { lastSeenSeq: this.seenSeq };
  }

  private async write(update: ParticipantUpdate): Promise<void> {
    try {
      await this.deps.write(update);
    } catch (thrown) {
      const error = toChatError(thrown);
      // Refused when it comes too late, or after another tab's. Lost access is told by the listeners.
      if (error.type !== "authorization") this.deps.onError(error);
    }
  }
}

import type { ServerTime } from "../connection/server-time.ts";
import { type ChatError, toChatError } from "../platform/chat-error.ts";
import type { Dispose } from "../platform/disposables.ts";
import type { ParticipantUpdate } from "../platform/live-database.ts";
import type { Clock } from "../platform/platform.ts";
import { PARTICIPANT_LIMITS } from "./participant-limits.ts";

interface Deps {
  clock: Clock;
  serverTime: ServerTime;
  write(update: ParticipantUpdate): Promise<void>;
  onError(error: ChatError): void;
}

/** The write that is to come. */
interface Planned {
  readonly at: number;
  readonly cancel: Dispose;
}

/** Says that this person types and what they have seen, with a bounded number of writes. */
export class ParticipantUpdates {
  private lastTypingAt = Number.NEGATIVE_INFINITY;
  private lastWriteAt = Number.NEGATIVE_INFINITY;
  /** Typing that the next write tells. */
  private isTyping = false;
  private seenSeq = 0;
  /** What the server knows, or is just being told. */
  private writtenSeq = 0;
  private refusals = 0;
  private planned: Planned | null = null;

  constructor(private readonly deps: Deps) {}

  /** The person typed a key. A receipt that waits goes along. */
  typing(): void {
    const now = this.deps.clock.now();
    if (now - this.lastTypingAt < PARTICIPANT_LIMITS.TYPING_EVERY_MS) return;
    this.lastTypingAt = now;
    this.isTyping = true;
    this.plan(0);
  }

  /** A message was sent: the next key is a new beginning. The message itself ends typing for the others. */
  sent(): void {
    this.lastTypingAt = Number.NEGATIVE_INFINITY;
    this.isTyping = false;
  }

  /** The person has seen everything up to this event. */
  seen(seq: number): void {
    if (seq <= this.seenSeq) return;
    this.seenSeq = seq;
    this.refusals = 0;
    this.plan(PARTICIPANT_LIMITS.RECEIPT_AFTER_MS);
  }

  /** What the server knows already, by an own message for example: nothing to write up to there. */
  alreadySeen(seq: number): void {
    this.seenSeq = Math.max(this.seenSeq, seq);
    this.writtenSeq = Math.max(this.writtenSeq, seq);
  }

  /** What was seen counts up to here alone; the server knows. */
  unseen(seq: number): void {
    this.stop();
    this.seenSeq = seq;
    this.writtenSeq = seq;
  }

  stop(): void {
    this.planned?.cancel();
    this.planned = null;
  }

  /** Writes what there is so much later, or with a write that comes earlier. */
  private plan(millis: number): void {
    const now = this.deps.clock.now();
    const at = Math.max(now + millis, this.lastWriteAt + PARTICIPANT_LIMITS.APART_MS);
    if (this.planned && this.planned.at <= at) return;
    this.stop();
    if (at <= now) this.writeNow();
    else this.planned = { at, cancel: this.deps.clock.after(at - now, () => this.writeNow()) };
  }

  private writeNow(): void {
    this.stop();
    const update = this.take();
    if (!update) return;
    this.lastWriteAt = this.deps.clock.now();
    void this.write(update);
  }

  private take(): ParticipantUpdate | null {
    const { isTyping, seenSeq } = this;
    const isSeen = seenSeq > this.writtenSeq;
    if (!isTyping && !isSeen) return null;
    this.isTyping = false;
    this.writtenSeq = Math.max(this.writtenSeq, seenSeq);
    const typingUntil = this.deps.serverTime.now() + PARTICIPANT_LIMITS.TYPING_AHEAD_MS;
    return { ...(isTyping && { typingUntil }), ...(isSeen && { lastSeenSeq: seenSeq }) };
  }

  private async write(update: ParticipantUpdate): Promise<void> {
    const { writtenSeq } = this;
    try {
      await this.deps.write(update);
      this.refusals = 0;
    } catch (thrown) {
      const error = toChatError(thrown);
      // Refused when it comes too late, or too soon after another tab's. Lost access is told by the listeners.
      if (error.type !== "authorization") this.deps.onError(error);
      else if (update.lastSeenSeq !== undefined && this.writtenSeq === writtenSeq) this.writeAgain(update);
    }
  }

  /** What others should know of stays to be told, unless a message has told it meanwhile. */
  private writeAgain({ lastSeenSeq = 0 }: ParticipantUpdate): void {
    this.refusals += 1;
    if (this.refusals >= PARTICIPANT_LIMITS.TRIES) return;
    this.writtenSeq = lastSeenSeq - 1;
    this.plan(PARTICIPANT_LIMITS.AGAIN_AFTER_MS);
  }
}

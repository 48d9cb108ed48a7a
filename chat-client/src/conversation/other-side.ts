import type { Event } from "@livechat/contract";
import type { ServerTime } from "../connection/server-time.ts";
import type { Dispose } from "../platform/disposables.ts";
import type { Participant } from "../platform/live-database.ts";
import type { Clock } from "../platform/platform.ts";
import { PARTICIPANT_LIMITS } from "./participant-limits.ts";

interface Deps {
  clock: Clock;
  serverTime: ServerTime;
  /** Somebody's typing has run out. */
  onChange(): void;
}

/** Who else types and what they have seen: by what they say of themselves, and by their messages. */
export class OtherSide {
  private participants: readonly Participant[] = [];
  /** Each author's `typingUntil` that their message has ended. Compared as it is: no two clocks are involved. */
  private readonly typedOut = new Map<string, string | null>();
  /** When each author last wrote, in milliseconds since 1970 by the server's clock. */
  private readonly wroteAt = new Map<string, number>();
  private typingEnds: Dispose | null = null;
  private lastMessageSeq = 0;

  constructor(private readonly deps: Deps) {}

  /** What they say of themselves now. */
  hear(participants: readonly Participant[]): void {
    this.participants = participants;
  }

  /** A message of theirs: they had seen everything before it, and what they typed until then is in it. */
  hasWritten({ seq, authorId, createdAt }: Pick<Event, "seq" | "authorId" | "createdAt">): void {
    this.lastMessageSeq = Math.max(this.lastMessageSeq, seq);
    if (authorId === null) return;
    this.wroteAt.set(authorId, Math.max(Date.parse(createdAt), this.wroteAt.get(authorId) ?? 0));
  }

  /** What this person typed has just come. */
  endTyping(authorId: string | null): void {
    const author = this.participants.find(({ uid }) => uid === authorId);
    if (author) this.typedOut.set(author.uid, author.typingUntil);
  }

  /** Up to which event they have seen everything. */
  get seenSeq(): number {
    return Math.max(this.lastMessageSeq, ...this.participants.map(({ lastSeenSeq }) => lastSeenSeq));
  }

  /** Ids of those who type now, in order. */
  whoTypes(): string[] {
    const now = this.deps.serverTime.now();
    const typing = this.participants.filter(
      ({ uid, typingUntil }) =>
        typingUntil !== null &&
        Date.parse(typingUntil) > now &&
        typingUntil !== this.typedOut.get(uid) &&
        !this.isBeforeTheirMessage(uid, Date.parse(typingUntil)),
    );
    this.stop();
    const ends = typing.map(({ typingUntil }) => Date.parse(typingUntil ?? "") - now);
    if (ends.length > 0)
      this.typingEnds = this.deps.clock.after(Math.min(...ends) + 1, () => this.deps.onChange());
    return typing.map(({ uid }) => uid).sort();
  }

  /** A mark may come after the message that was typed under it. Who writes it knows the server's time by then. */
  private isBeforeTheirMessage(uid: string, typingUntil: number): boolean {
    return typingUntil - PARTICIPANT_LIMITS.TYPING_AHEAD_MS <= (this.wroteAt.get(uid) ?? 0);
  }

  stop(): void {
    this.typingEnds?.();
    this.typingEnds = null;
  }
}

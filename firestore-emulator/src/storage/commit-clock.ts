import { Timestamp } from "../model/value.ts";

/** Milliseconds since 1970; may stand still or go back. */
export type Clock = () => number;

/** When a commit happens: the update time of its documents, and what its server timestamps become. */
export interface CommitTime {
  readonly time: Timestamp;
  readonly serverTimestamp: Timestamp;
}

/** Times handed to reads and commits: commits strictly increase and are later than every read before them. */
export class CommitClock {
  private lastMicros = 0;

  constructor(private readonly clock: Clock) {}

  /** The time of a read now: everything committed so far is visible, nothing later. */
  now(): Timestamp {
    this.lastMicros = Math.max(this.clockMicros(), this.lastMicros);
    return Timestamp.fromMicros(this.lastMicros);
  }

  /** The time of the next commit, at least 1 µs after everything handed out before. */
  next(): Timestamp {
    this.lastMicros = Math.max(this.clockMicros(), this.lastMicros + 1);
    return Timestamp.fromMicros(this.lastMicros);
  }

  /**
   * Server timestamps have "millisecond precision" (v1 DocumentTransform.FieldTransform.ServerValue.REQUEST_TIME).
   * By a clock of the caller's own, which may stand still, they keep the microseconds that tell commits apart.
   */
  stamp(time: Timestamp): CommitTime {
    return { time, serverTimestamp: this.clock === Date.now ? time.truncatedToMillis() : time };
  }

  private clockMicros(): number {
    return Math.floor(this.clock() * 1_000);
  }
}

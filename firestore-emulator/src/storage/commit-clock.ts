import { Timestamp } from "../model/value.ts";

/** Milliseconds since 1970; may stand still or go back. */
export type Clock = () => number;

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

  private clockMicros(): number {
    return Math.floor(this.clock() * 1_000);
  }
}

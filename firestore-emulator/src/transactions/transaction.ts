import type { StatusError } from "../model/status.ts";
import type { Timestamp } from "../model/value.ts";
import type { LockOwner } from "./locks.ts";

/** One transaction as its client sees it, from begin to commit, rollback or abort. */
export class Transaction implements LockOwner {
  state: "active" | "committed" | "rolled back" | "aborted" | "expired" = "active";
  /** Why it was aborted; given to every later use. */
  abortError: StatusError | undefined;
  lastUsedMs: number;

  constructor(
    readonly id: Uint8Array,
    /** Order of the first attempt: a retried transaction keeps its age, so that it wins in the end. */
    readonly age: number,
    /** Set for read-only transactions: everything is read as of this time, without locks. */
    readonly readTime: Timestamp | undefined,
    readonly startedMs: number,
  ) {
    this.lastUsedMs = startedMs;
  }

  get isReadOnly(): boolean {
    return this.readTime !== undefined;
  }
}

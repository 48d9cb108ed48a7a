import { StatusCode, StatusError } from "../model/status.ts";
import type { Change } from "../storage/commit-event.ts";
import type { LockOwner } from "./locks.ts";

/** The documents that a waiting commit is about to change. Younger readers queue behind it. */
export interface Claim {
  readonly names: readonly string[];
  readonly changes: readonly Change[];
}

/** What an attempt to run came to: a result, or that it has to wait, a commit with its claim. */
export type Attempt<T> = { readonly value: T } | { readonly claim: Claim | undefined };

interface Waiter {
  readonly owner: LockOwner;
  readonly attempt: () => Attempt<unknown>;
  claim: Claim | undefined;
  settle(outcome: { value: unknown } | { error: unknown }): void;
}

/**
 * The fair queue of operations that wait for locks. Operations only ever wait for older owners, so that no
 * deadlock can arise. A wait that lasts too long ends with ABORTED.
 */
export class LockQueue {
  private waiters: Waiter[] = [];
  private attempting: Waiter | undefined;
  private isRetrying = false;
  private retryAgain = false;

  constructor(
    /** Told which owner's wait ran out. */
    private readonly onTimeOut: (owner: LockOwner, error: StatusError) => void,
    private readonly maxWaitMs: number,
  ) {}

  /** Runs the operation now, or when its turn comes. `attempt` either does everything in one step or nothing. */
  run<T>(owner: LockOwner, attempt: () => Attempt<T>): Promise<T> | T {
    const first = attempt();
    if ("value" in first) return first.value;
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => this.timeOut(waiter), this.maxWaitMs);
      timer.unref();
      const waiter: Waiter = {
        owner,
        attempt,
        claim: first.claim,
        settle: (outcome) => {
          clearTimeout(timer);
          if ("error" in outcome) reject(outcome.error);
          else resolve(outcome.value as T);
        },
      };
      this.waiters.push(waiter);
    });
  }

  /** Whether a commit waits that the reader has to let go first: an older one, with a claim on what it reads. */
  isClaimed(reader: LockOwner, conflicts: (claim: Claim) => boolean): boolean {
    for (const waiter of this.waiters) {
      // Those behind in the queue do not count.
      if (waiter === this.attempting) return false;
      if (waiter.claim && waiter.owner.age < reader.age && conflicts(waiter.claim)) return true;
    }
    return false;
  }

  isWaiting(owner: LockOwner): boolean {
    return this.waiters.some((waiter) => waiter.owner === owner);
  }

  /** Gives every waiter its chance, oldest wait first; call after locks were released. */
  retry(): void {
    this.retryAgain = true;
    if (this.isRetrying) return;
    this.isRetrying = true;
    while (this.retryAgain) {
      this.retryAgain = false;
      for (const waiter of [...this.waiters]) this.retryOne(waiter);
    }
    this.isRetrying = false;
  }

  /** Ends all waits of an owner, but for the operation that is just being tried. */
  fail(owner: LockOwner, error: StatusError): void {
    for (const waiter of this.waiters.filter((other) => other.owner === owner && other !== this.attempting)) {
      this.leave(waiter);
      waiter.settle({ error });
    }
  }

  private retryOne(waiter: Waiter): void {
    if (!this.waiters.includes(waiter)) return;
    this.attempting = waiter;
    let outcome: Attempt<unknown> | { error: unknown };
    try {
      outcome = waiter.attempt();
    } catch (error) {
      outcome = { error };
    }
    this.attempting = undefined;
    if ("claim" in outcome) {
      waiter.claim = outcome.claim;
    } else {
      this.leave(waiter);
      waiter.settle(outcome);
    }
  }

  private leave(waiter: Waiter): void {
    this.waiters = this.waiters.filter((other) => other !== waiter);
  }

  private timeOut(waiter: Waiter): void {
    this.leave(waiter);
    const error = new StatusError(StatusCode.ABORTED, "Transaction lock timeout.");
    waiter.settle({ error });
    this.onTimeOut(waiter.owner, error);
  }
}

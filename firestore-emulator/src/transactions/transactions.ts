import { randomBytes } from "node:crypto";
import type { StoredDocument } from "../model/document.ts";
import { LIMITS } from "../model/limits.ts";
import { invalidArgument, StatusCode, StatusError } from "../model/status.ts";
import type { Timestamp } from "../model/value.ts";
import type { CommitResult, Write } from "../model/write.ts";
import { compareByOrders, matchesQuery } from "../query/matching.ts";
import type { Query } from "../query/query.ts";
import type { Clock } from "../storage/commit-clock.ts";
import type { Database } from "../storage/database.ts";
import type { QueryResult } from "../storage/run-query.ts";
import { type Attempt, type Claim, LockQueue } from "./lock-queue.ts";
import { type LockOwner, Locks, type PredicateLock } from "./locks.ts";
import { Transaction } from "./transaction.ts";
import { TransactionRegistry } from "./transaction-registry.ts";

export interface TransactionOptions {
  readonly clock: Clock;
  /** How long an operation waits for others' locks before it is answered ABORTED. */
  readonly maxLockWaitMs: number;
  readonly maxAgeMs: number;
  readonly maxIdleMs: number;
  /** Told how each transaction ends. */
  readonly onEnd: (transaction: Transaction) => void;
}

export interface BeginOptions {
  /** Read-only; `readTime` undefined means now. */
  readonly readOnly?: { readonly readTime?: Timestamp };
  /** Id of the failed attempt that this one retries. */
  readonly retryOf?: Uint8Array;
}

const DEFAULTS = {
  clock: Date.now,
  maxLockWaitMs: 15_000,
  maxAgeMs: LIMITS.MAX_TRANSACTION_AGE_MS,
  maxIdleMs: LIMITS.MAX_TRANSACTION_IDLE_MS,
  onEnd: () => {},
} as const;

/**
 * Pessimistic transactions over one database (strict two-phase locking). Reads take shared locks on documents
 * and on what queries match; a commit waits for others' locks on what it changes. Serializable: in commit order.
 */
export class Transactions {
  private readonly options: TransactionOptions;
  private readonly registry = new TransactionRegistry();
  private readonly locks = new Locks();
  private readonly queue: LockQueue;
  private nextAge = 1;

  constructor(
    private readonly store: Database,
    options: Partial<TransactionOptions> = {},
  ) {
    this.options = { ...DEFAULTS, ...options };
    this.queue = new LockQueue((owner, error) => {
      if (owner instanceof Transaction) this.abort(owner, error);
      else this.queue.retry();
    }, this.options.maxLockWaitMs);
  }

  begin(options: BeginOptions = {}): Transaction {
    const { readOnly, retryOf } = options;
    this.expireForgotten();
    if (readOnly?.readTime) this.store.checkReadTime(readOnly.readTime);
    const retried = retryOf && this.registry.get(retryOf);
    // Its client has given it up: it must not block its own retry.
    if (retried?.state === "active") this.end(retried, "rolled back");
    if (retried) this.registry.forget(retried);
    const transaction = new Transaction(
      Uint8Array.from(randomBytes(20)),
      retried?.age ?? this.nextAge++,
      readOnly ? (readOnly.readTime ?? this.store.now()) : undefined,
      this.options.clock(),
    );
    this.registry.add(transaction);
    return transaction;
  }

  /** The active transaction with this id. Throws for unknown, ended, aborted and expired ones. */
  find(id: Uint8Array): Transaction {
    this.expireForgotten();
    const transaction = this.registry.get(id);
    if (!transaction) throw invalidArgument("Invalid transaction.");
    checkActive(transaction);
    this.registry.use(transaction, this.options.clock());
    return transaction;
  }

  /** Reads documents and locks their names, existing or not. */
  async read(transaction: Transaction, names: readonly string[]): Promise<(StoredDocument | undefined)[]> {
    checkActive(transaction);
    const { readTime } = transaction;
    if (readTime) return names.map((name) => this.store.get(name, readTime));
    const wanted = new Set(names);
    const conflicts = (claim: Claim) => claim.names.some((name) => wanted.has(name));
    return this.queue.run(transaction, () =>
      this.whenUnclaimed(transaction, conflicts, () => {
        for (const name of names) this.locks.lockDocument(transaction, name);
        return names.map((name) => this.store.get(name));
      }),
    );
  }

  /** Runs a query and locks its result: nothing can enter, leave or change within the range that was read. */
  async query(transaction: Transaction, query: Query): Promise<QueryResult> {
    checkActive(transaction);
    const { readTime } = transaction;
    if (readTime) return this.store.execute(query, readTime);
    const conflicts = (claim: Claim) =>
      claim.changes.some(
        ({ before, after }) =>
          (before && matchesQuery(query, before)) || (after && matchesQuery(query, after)),
      );
    return this.queue.run(transaction, () =>
      this.whenUnclaimed(transaction, conflicts, () => {
        const results = this.store.execute(query);
        this.locks.lockPredicate(predicateOf(transaction, query, results.documents));
        return results;
      }),
    );
  }

  /**
   * Commits in a transaction, which ends either way, or (undefined) without one. Waits for others' locks.
   * @param authorize throws when the writes are not allowed; asked at the moment of the commit
   */
  async commit(
    transaction: Transaction | undefined,
    writes: readonly Write[],
    authorize: () => void = () => {},
  ): Promise<CommitResult> {
    this.expireForgotten();
    if (transaction) checkActive(transaction);
    if (transaction?.isReadOnly && writes.length > 0) {
      throw invalidArgument("Cannot modify entities in a read-only transaction.");
    }
    const owner: LockOwner = transaction ?? { age: this.nextAge++ };
    const names = [...new Set(writes.map((write) => write.name))];
    try {
      return await this.queue.run(owner, () => {
        authorize();
        return this.tryCommit(owner, names, writes);
      });
    } catch (error) {
      if (transaction?.state === "active") this.end(transaction, "rolled back");
      throw error;
    }
  }

  /** Ends a transaction. One that has ended already, by contention too, stays as it is. */
  rollback(id: Uint8Array): void {
    const transaction = this.registry.get(id);
    if (!transaction) throw invalidArgument("Invalid transaction.");
    if (transaction.state === "active") this.end(transaction, "rolled back");
  }

  /** Ends a transaction with ABORTED, as contention does. */
  abort(transaction: Transaction, error: StatusError): void {
    if (transaction.state !== "active") return;
    transaction.abortError = error;
    this.queue.fail(transaction, error);
    this.end(transaction, "aborted");
  }

  /** Ends every transaction with ABORTED, so that clients start them anew, and forgets those that ended before. */
  endAll(): void {
    this.registry.forgetEnded();
    for (const transaction of this.registry.listActive()) this.abort(transaction, contention());
  }

  /**
   * Wound-wait, as Spanner has it below Firestore: younger holders of locks on what is about to change are aborted
   * at once, older ones are waited for.
   */
  private tryCommit(
    owner: LockOwner,
    names: readonly string[],
    writes: readonly Write[],
  ): Attempt<CommitResult> {
    if (owner instanceof Transaction) checkActive(owner);
    const staged = this.store.stage(writes);
    const blockers = this.locks.blockersOf(owner, names, staged.changes);
    for (const blocker of blockers) {
      if (blocker.age < owner.age) return { claim: { names, changes: staged.changes } };
    }
    for (const blocker of blockers) if (blocker instanceof Transaction) this.abort(blocker, contention());
    const value = this.store.apply(staged);
    if (owner instanceof Transaction) this.end(owner, "committed");
    return { value };
  }

  private whenUnclaimed<T>(
    transaction: Transaction,
    conflicts: (claim: Claim) => boolean,
    run: () => T,
  ): Attempt<T> {
    checkActive(transaction);
    return this.queue.isClaimed(transaction, conflicts) ? { claim: undefined } : { value: run() };
  }

  private end(transaction: Transaction, state: Transaction["state"]): void {
    transaction.state = state;
    this.registry.end(transaction);
    this.queue.fail(transaction, ended());
    this.locks.release(transaction);
    this.options.onEnd(transaction);
    // Not before this transaction's own answer is under way: clients see the order of commits in that of answers.
    setImmediate(() => this.queue.retry());
  }

  /** Old and idle transactions lose their locks when anybody else comes along. */
  private expireForgotten(): void {
    for (const transaction of this.registry.forgotten(this.options.clock(), this.options)) {
      if (!this.queue.isWaiting(transaction)) this.end(transaction, "expired");
    }
  }
}

function checkActive({ state, abortError }: Transaction): void {
  if (state === "aborted" && abortError) throw abortError;
  if (state !== "active") throw ended();
}

function contention(): StatusError {
  return new StatusError(StatusCode.ABORTED, "Too much contention on these documents. Please try again.");
}

/** The SDKs recognize these words and start over. */
function ended(): StatusError {
  return invalidArgument("The referenced transaction has expired or is no longer valid.");
}

/** The range a query has read: all it matches, or up to its last result when the limit was filled. */
function predicateOf(owner: LockOwner, query: Query, results: readonly StoredDocument[]): PredicateLock {
  const last = results.at(-1);
  const filled =
    !query.findNearest && query.limit !== undefined && results.length === query.limit && last !== undefined;
  const compare = compareByOrders(query.orders);
  return {
    owner,
    collectionId: query.collectionId,
    matches: (document) => matchesQuery(query, document) && (!filled || compare(document, last) <= 0),
  };
}

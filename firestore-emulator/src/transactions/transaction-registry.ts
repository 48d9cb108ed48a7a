import type { Transaction } from "./transaction.ts";

/** How many ended transactions are remembered, to answer late calls precisely. */
const MAX_REMEMBERED_TRANSACTIONS = 10_000;

/** When an active transaction is given up. */
export interface LifeTimes {
  readonly maxAgeMs: number;
  readonly maxIdleMs: number;
}

/** The transactions of one database: those that are active, and those that ended last. */
export class TransactionRegistry {
  private readonly byId = new Map<string, Transaction>();
  /** In order of their start. */
  private readonly active = new Set<Transaction>();
  /** The active ones in order of their last use. */
  private readonly byUse = new Set<Transaction>();
  /** In order of their end. */
  private readonly ended = new Set<Transaction>();

  add(transaction: Transaction): void {
    this.byId.set(keyOf(transaction.id), transaction);
    this.active.add(transaction);
    this.byUse.add(transaction);
  }

  get(id: Uint8Array): Transaction | undefined {
    return this.byId.get(keyOf(id));
  }

  /** Notes that an active transaction was used. */
  use(transaction: Transaction, nowMs: number): void {
    transaction.lastUsedMs = nowMs;
    this.byUse.delete(transaction);
    this.byUse.add(transaction);
  }

  /** Moves a transaction to those that have ended. */
  end(transaction: Transaction): void {
    this.active.delete(transaction);
    this.byUse.delete(transaction);
    this.ended.add(transaction);
    const [oldest] = this.ended;
    if (oldest && this.ended.size > MAX_REMEMBERED_TRANSACTIONS) this.forget(oldest);
  }

  /** Forgets a transaction that has ended. */
  forget(transaction: Transaction): void {
    this.ended.delete(transaction);
    this.byId.delete(keyOf(transaction.id));
  }

  forgetEnded(): void {
    for (const transaction of this.ended) this.forget(transaction);
  }

  listActive(): Transaction[] {
    return [...this.active];
  }

  /** The active transactions that are too old or were idle for too long. Costs what it finds. */
  *forgotten(nowMs: number, { maxAgeMs, maxIdleMs }: LifeTimes): Generator<Transaction> {
    for (const transaction of this.active) {
      if (nowMs - transaction.startedMs <= maxAgeMs) break;
      yield transaction;
    }
    for (const transaction of this.byUse) {
      if (nowMs - transaction.lastUsedMs <= maxIdleMs) break;
      yield transaction;
    }
  }
}

function keyOf(id: Uint8Array): string {
  return Buffer.from(id.buffer, id.byteOffset, id.byteLength).toString("latin1");
}

import type { StoredDocument } from "../model/document.ts";
import { type DatabaseId, formatDatabaseName } from "../model/path.ts";
import type { Clock } from "../storage/commit-clock.ts";
import type { CommitEvent } from "../storage/commit-event.ts";
import { Database } from "../storage/database.ts";
import type { HistoryLimits } from "../storage/history.ts";
import type { Transaction } from "./transaction.ts";
import { type TransactionOptions, Transactions } from "./transactions.ts";

/** One database with its transactions. */
export class OpenDatabase {
  readonly store: Database;
  readonly transactions: Transactions;

  constructor(id: DatabaseId, { clock, history, ...options }: OpenDatabaseOptions) {
    this.store = new Database(id, clock, history);
    this.transactions = new Transactions(this.store, { ...options, clock });
  }

  /** Deletes all documents and the past. What is under way ends: a forgotten transaction must not hold up the next test. */
  clear(): void {
    this.replaceAll([]);
  }

  /** Stores the documents of a snapshot instead of all others; ends transactions and forgets the past as `clear` does. */
  replaceAll(snapshot: readonly StoredDocument[]): void {
    this.transactions.endAll();
    this.store.replaceAll(snapshot);
  }
}

interface OpenDatabaseOptions extends Partial<TransactionOptions> {
  readonly clock: Clock;
  readonly history: Partial<HistoryLimits>;
}

/** How databases treat transactions and their past; see the two interfaces for units and defaults. */
export interface DatabaseOptions {
  readonly transactions?: Partial<TransactionOptions>;
  readonly history?: Partial<HistoryLimits>;
}

/** All databases of the emulator, created when first used and isolated from each other. */
export class Databases {
  private readonly open = new Map<string, OpenDatabase>();
  private readonly listeners: ((event: CommitEvent, id: DatabaseId) => void)[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly options: DatabaseOptions = {},
    /** Told how each transaction ends. */
    private readonly onEnd: (transaction: Transaction, projectId: string) => void = () => {},
  ) {}

  /** The database, created when it is new. */
  get(id: DatabaseId): OpenDatabase {
    const name = formatDatabaseName(id);
    let database = this.open.get(name);
    if (!database) {
      database = new OpenDatabase(id, {
        ...this.options.transactions,
        history: this.options.history ?? {},
        clock: this.clock,
        onEnd: (transaction) => this.onEnd(transaction, id.projectId),
      });
      database.store.onCommit((event) => {
        for (const listener of this.listeners) listener(event, id);
      });
      this.open.set(name, database);
    }
    return database;
  }

  /** Calls the listener at each commit to any database, as its `onCommit` does. */
  onCommit(listener: (event: CommitEvent, id: DatabaseId) => void): void {
    this.listeners.push(listener);
  }

  /** Every database opened so far; with a project, only that project's. */
  list(projectId?: string): OpenDatabase[] {
    return [...this.open.values()].filter(
      ({ store }) => projectId === undefined || store.id.projectId === projectId,
    );
  }
}

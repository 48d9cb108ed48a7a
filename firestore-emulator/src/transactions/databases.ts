import { type DatabaseId, formatDatabaseName } from "../model/path.ts";
import type { Clock } from "../storage/commit-clock.ts";
import { Database } from "../storage/database.ts";
import type { Transaction } from "./transaction.ts";
import { type TransactionOptions, Transactions } from "./transactions.ts";

/** One database with its transactions. */
export interface OpenDatabase {
  readonly store: Database;
  readonly transactions: Transactions;
}

/** All databases of the emulator, created when first used and isolated from each other. */
export class Databases {
  private readonly open = new Map<string, OpenDatabase>();

  constructor(
    private readonly clock: Clock,
    private readonly options: Partial<TransactionOptions> = {},
    /** Told how each transaction ends. */
    private readonly onEnd: (transaction: Transaction, projectId: string) => void = () => {},
  ) {}

  /** The database, created when it is new. */
  get(id: DatabaseId): OpenDatabase {
    const name = formatDatabaseName(id);
    let database = this.open.get(name);
    if (!database) {
      const store = new Database(id, this.clock);
      const onEnd = (transaction: Transaction) => this.onEnd(transaction, id.projectId);
      database = {
        store,
        transactions: new Transactions(store, { ...this.options, clock: this.clock, onEnd }),
      };
      this.open.set(name, database);
    }
    return database;
  }

  /** Every database opened so far; with a project, only that project's. */
  list(projectId?: string): OpenDatabase[] {
    return [...this.open.values()].filter(
      ({ store }) => projectId === undefined || store.id.projectId === projectId,
    );
  }
}

/** Billed operations of one project, by Google's pricing rules (firebase.google.com/docs/firestore/pricing). */
export interface Usage {
  documentReads: number;
  documentWrites: number;
  documentDeletes: number;
  transactionsBegun: number;
  transactionsCommitted: number;
  transactionsRolledBack: number;
  transactionsAborted: number;
}

/** Index entries that an aggregation reads for the price of one document read. */
const INDEX_ENTRIES_PER_READ = 1_000;

/** Counts what production would bill, per project. */
export class Meter {
  private readonly projects = new Map<string, Usage>();

  /** A copy of the counts since the start or the last reset. */
  usage(projectId: string): Usage {
    return { ...this.of(projectId) };
  }

  /** Without a project: all of them. */
  reset(projectId?: string): void {
    if (projectId === undefined) this.projects.clear();
    else this.projects.delete(projectId);
  }

  /** Documents got by name, found or missing; rules' get() and exists(); documents sent to listeners. */
  addReads(projectId: string, count: number): void {
    this.of(projectId).documentReads += count;
  }

  /** A query costs its results, those skipped by an offset included, and at least one read. */
  addQuery(projectId: string, documents: number): void {
    this.addReads(projectId, Math.max(1, documents));
  }

  /** One read for each started thousand of matched index entries, at least one. */
  addAggregation(projectId: string, indexEntries: number): void {
    this.addReads(projectId, Math.max(1, Math.ceil(indexEntries / INDEX_ENTRIES_PER_READ)));
  }

  addWrites(projectId: string, count: number): void {
    this.of(projectId).documentWrites += count;
  }

  addDeletes(projectId: string, count: number): void {
    this.of(projectId).documentDeletes += count;
  }

  addTransaction(projectId: string, event: "begun" | "committed" | "rolledBack" | "aborted"): void {
    const usage = this.of(projectId);
    if (event === "begun") usage.transactionsBegun++;
    else if (event === "committed") usage.transactionsCommitted++;
    else if (event === "rolledBack") usage.transactionsRolledBack++;
    else usage.transactionsAborted++;
  }

  private of(projectId: string): Usage {
    let usage = this.projects.get(projectId);
    if (!usage) {
      usage = {
        documentReads: 0,
        documentWrites: 0,
        documentDeletes: 0,
        transactionsBegun: 0,
        transactionsCommitted: 0,
        transactionsRolledBack: 0,
        transactionsAborted: 0,
      };
      this.projects.set(projectId, usage);
    }
    return usage;
  }
}

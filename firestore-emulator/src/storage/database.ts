import type { StoredDocument } from "../model/document.ts";
import { type DatabaseId, documentsRoot } from "../model/path.ts";
import { invalidArgument } from "../model/status.ts";
import type { MapValue, Timestamp } from "../model/value.ts";
import type { CommitResult, Write, WriteResult } from "../model/write.ts";
import type { Query } from "../query/query.ts";
import { checkDocument } from "./check-document.ts";
import { type Clock, CommitClock, type CommitTime } from "./commit-clock.ts";
import type { Change, CommitEvent } from "./commit-event.ts";
import { Documents } from "./documents.ts";
import { HISTORY_LIMITS, History, type HistoryLimits } from "./history.ts";
import { Indexes } from "./indexes.ts";
import { type QueryResult, runQuery } from "./run-query.ts";
import { sameFields } from "./same-fields.ts";
import { checkNotDeletedBefore, stageWrite } from "./stage-write.ts";

/** Writes worked out but not yet stored. */
export interface StagedCommit {
  readonly time: Timestamp;
  readonly changes: readonly Change[];
  readonly results: readonly WriteResult[];
}

/**
 * The documents of one database, with a bounded history. Synchronous and without locks: a commit either
 * applies whole or throws a StatusError and changes nothing. Locking is the transactions' business.
 */
export class Database {
  /** Full name of the documents root: the parent of the root collections. */
  readonly root: string;
  readonly documents = new Documents();
  readonly indexes = new Indexes(this.documents);
  private readonly history: History;
  private readonly clock: CommitClock;
  private readonly listeners = new Set<(event: CommitEvent) => void>();

  constructor(
    readonly id: DatabaseId,
    clock: Clock = Date.now,
    historyLimits: Partial<HistoryLimits> = {},
  ) {
    this.root = documentsRoot(id);
    this.history = new History({ ...HISTORY_LIMITS, ...historyLimits });
    this.clock = new CommitClock(clock);
  }

  /** A read time: all commits so far are visible at it, and no later one will be. */
  now(): Timestamp {
    return this.clock.now();
  }

  /** What a commit at that time would stamp on its documents. */
  stamp(time: Timestamp): CommitTime {
    return this.clock.stamp(time);
  }

  /** The document now, or as of `at`. Throws for a time in the future or no longer kept. */
  get(name: string, at?: Timestamp): StoredDocument | undefined {
    const current = this.documents.get(name);
    if (!at) return current;
    this.checkReadTime(at);
    return this.history.versionAt(current, name, at.toMicros());
  }

  /** Runs a query now or as of `at`: ordered, after cursors, offset and limit, without projection. */
  run(query: Query, at?: Timestamp): StoredDocument[] {
    return runQuery(this, query, at).documents;
  }

  /** The same, with what it took. */
  execute(query: Query, at?: Timestamp): QueryResult {
    return runQuery(this, query, at);
  }

  /** Applies all writes at one new time, or none. Listeners are told before this returns. */
  commit(writes: readonly Write[]): CommitResult {
    return this.apply(this.stage(writes));
  }

  /** Works out a commit without storing it. It is valid only until the next `apply`. */
  stage(writes: readonly Write[]): StagedCommit {
    const time = this.clock.next();
    const staged = new Map<string, StoredDocument | undefined>();
    const results: WriteResult[] = [];
    for (const write of writes) {
      checkNotDeletedBefore(staged, write);
      const current = staged.has(write.name) ? staged.get(write.name) : this.documents.get(write.name);
      const { document, result } = stageWrite(current, write, this.clock.stamp(time));
      if (document && document !== current) checkDocument(document);
      staged.set(write.name, document);
      results.push(result);
    }
    return { time, ...this.withoutNoOps(staged, results, writes) };
  }

  /** Stores a staged commit and tells the listeners. */
  apply(staged: StagedCommit): CommitResult {
    const { time, changes, results } = staged;
    if (changes.length > 0) this.publish({ time, changes });
    return { commitTime: time, results };
  }

  /** Stores documents as they are, times included (imports). */
  restore(documents: readonly StoredDocument[]): void {
    const changes = documents.map((after) => ({ name: after.name, before: this.get(after.name), after }));
    if (changes.length > 0) this.publish({ time: this.clock.next(), changes });
  }

  /** Calls the listener synchronously at each commit, in commit order, until the returned function is called. */
  onCommit(listener: (event: CommitEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Commits later than `at`, oldest first. Throws FAILED_PRECONDITION when they are no longer known. */
  commitsSince(at: Timestamp): Iterable<CommitEvent> {
    this.history.checkKnown(at.toMicros(), this.now().toMicros());
    return this.history.commitsSince(at);
  }

  /** What is stored now, to be handed to `replaceAll` later. Costs a reference for each document. */
  snapshot(): readonly StoredDocument[] {
    return [...this.documents.all()];
  }

  /**
   * Stores the documents of a snapshot instead of all others. Listeners are told of one commit, and no time before it
   * can be read any more: a cleared database has no past. Documents that have changed
   * since the snapshot get a new update time, because clients ignore one that is older than what they have.
   */
  replaceAll(snapshot: readonly StoredDocument[]): void {
    if (snapshot.length === 0) this.indexes.clear();
    const time = this.clock.next();
    const kept = new Set(snapshot.map(({ name }) => name));
    const changes: Change[] = [];
    for (const before of this.documents.all()) {
      if (!kept.has(before.name)) changes.push({ name: before.name, before, after: undefined });
    }
    for (const document of snapshot) {
      const before = this.documents.get(document.name);
      if (before?.fields === document.fields) continue;
      changes.push({ name: document.name, before, after: { ...document, updateTime: time } });
    }
    if (changes.length > 0) this.publish({ time, changes, isReset: true });
    this.history.forget(time);
  }

  /** What is kept of the past. */
  get historySize(): History["size"] {
    return this.history.size;
  }

  /** Throws unless `at` is a time that can be read: not in the future, not forgotten. */
  checkReadTime(at: Timestamp): void {
    const nowMicros = this.now().toMicros();
    if (at.toMicros() > nowMicros) {
      throw invalidArgument("The requested 'read_time' cannot be in the future.");
    }
    this.history.checkKnown(at.toMicros(), nowMicros);
  }

  private publish(event: CommitEvent): void {
    for (const change of event.changes) {
      this.documents.put(change.name, change.after);
      this.indexes.update(change);
    }
    this.history.add(event);
    for (const listener of [...this.listeners]) listener(event);
  }

  /** A write that changes nothing keeps the previous update time (v1 WriteResult.update_time) and is no change. */
  private withoutNoOps(
    staged: ReadonlyMap<string, StoredDocument | undefined>,
    results: readonly WriteResult[],
    writes: readonly Write[],
  ): { changes: Change[]; results: readonly WriteResult[] } {
    const changes: Change[] = [];
    const unchanged = new Map<string, Timestamp>();
    for (const [name, after] of staged) {
      const before = this.documents.get(name);
      if (before && after && sameFields(before.fields, after.fields as MapValue)) {
        unchanged.set(name, before.updateTime);
      } else if (before || after) {
        // One string for all versions of a document.
        changes.push({ name: before?.name ?? name, before, after });
      }
    }
    if (unchanged.size === 0) return { changes, results };
    const corrected = results.map((result, i) => {
      const updateTime = unchanged.get((writes[i] as Write).name);
      return updateTime && result.updateTime ? { ...result, updateTime } : result;
    });
    return { changes, results: corrected };
  }
}

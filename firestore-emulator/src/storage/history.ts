import type { StoredDocument } from "../model/document.ts";
import { StatusCode, StatusError } from "../model/status.ts";
import type { Timestamp } from "../model/value.ts";
import type { Change, CommitEvent } from "./commit-event.ts";

/** How far back reads at a time can go: an hour as in production, and a number of changes to bound memory. */
export const HISTORY_LIMITS = {
  MAX_AGE_MS: 3_600_000,
  MAX_CHANGES: 50_000,
} as const;

interface LoggedCommit {
  readonly micros: number;
  readonly event: CommitEvent;
}

/** The recent commits, oldest first: what reads at a past time and resumed listeners are answered from. */
export class History {
  private commits: LoggedCommit[] = [];
  private first = 0;
  private changeCount = 0;
  /** Everything at or before this time is forgotten. */
  private forgottenMicros = 0;
  /** Per document, its logged changes, oldest first. */
  private readonly byName = new Map<string, { micros: number; before: StoredDocument | undefined }[]>();

  constructor(private readonly limits: { MAX_AGE_MS: number; MAX_CHANGES: number } = HISTORY_LIMITS) {}

  add(event: CommitEvent): void {
    const micros = event.time.toMicros();
    this.commits.push({ micros, event });
    this.changeCount += event.changes.length;
    for (const change of event.changes) this.remember(micros, change);
    this.prune(micros);
  }

  /** The document as of `at`; `current` is what is stored now. */
  versionAt(current: StoredDocument | undefined, name: string, at: number): StoredDocument | undefined {
    const changes = this.byName.get(name);
    if (!changes) return current;
    for (const change of changes) if (change.micros > at) return change.before;
    return current;
  }

  /** Commits later than `at`, oldest first. */
  *commitsSince(at: Timestamp): Generator<CommitEvent> {
    const micros = at.toMicros();
    for (let i = this.firstAfter(micros); i < this.commits.length; i++) {
      yield (this.commits[i] as LoggedCommit).event;
    }
  }

  /** Throws FAILED_PRECONDITION for a time that cannot be read any more. */
  checkKnown(micros: number, nowMicros: number): void {
    if (micros < this.forgottenMicros || micros < nowMicros - this.limits.MAX_AGE_MS * 1_000) {
      throw new StatusError(StatusCode.FAILED_PRECONDITION, "The requested snapshot version is too old.");
    }
  }

  clear(): void {
    this.commits = [];
    this.first = 0;
    this.changeCount = 0;
    this.byName.clear();
  }

  private remember(micros: number, { name, before }: Change): void {
    const changes = this.byName.get(name);
    if (changes) changes.push({ micros, before });
    else this.byName.set(name, [{ micros, before }]);
  }

  private firstAfter(micros: number): number {
    let low = this.first;
    let high = this.commits.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.commits[middle] as LoggedCommit).micros > micros) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  private prune(nowMicros: number): void {
    const oldest = nowMicros - this.limits.MAX_AGE_MS * 1_000;
    let commit = this.commits[this.first];
    while (commit && (this.changeCount > this.limits.MAX_CHANGES || commit.micros < oldest)) {
      this.forget(commit);
      this.first++;
      commit = this.commits[this.first];
    }
    if (this.first > 1_024 && this.first * 2 > this.commits.length) {
      this.commits = this.commits.slice(this.first);
      this.first = 0;
    }
  }

  private forget({ micros, event }: LoggedCommit): void {
    this.forgottenMicros = micros;
    this.changeCount -= event.changes.length;
    for (const { name } of event.changes) {
      const changes = this.byName.get(name);
      if (changes && changes.length > 1) changes.shift();
      else this.byName.delete(name);
    }
  }
}

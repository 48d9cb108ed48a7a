import type { StoredDocument } from "../model/document.ts";
import { StatusCode, StatusError } from "../model/status.ts";
import type { Timestamp } from "../model/value.ts";
import type { CommitEvent } from "./commit-event.ts";
import { Log } from "./log.ts";
import { retainedBytes } from "./retained-bytes.ts";

/** How far back reads at a time can go: whatever is reached first. */
export interface HistoryLimits {
  readonly maxAgeMs: number;
  readonly maxChanges: number;
  /** Heap that the versions before the present ones may take, with what it takes to find them. */
  readonly maxBytes: number;
}

/** An hour as in production, and two bounds of memory. */
export const HISTORY_LIMITS: HistoryLimits = {
  maxAgeMs: 3_600_000,
  maxChanges: 50_000,
  maxBytes: 32 * 1_048_576,
};

/** Heap for one change besides the document's version: its place in the logs, by time and by name. */
const BYTES_PER_CHANGE = 256;

interface LoggedCommit {
  readonly micros: number;
  readonly event: CommitEvent;
  readonly bytes: number;
}

/** What a document was until a change. */
interface Version {
  readonly micros: number;
  readonly before: StoredDocument | undefined;
}

/** The recent commits, oldest first: what reads at a past time and resumed listeners are answered from. */
export class History {
  private commits = new Log<LoggedCommit>();
  private changes = 0;
  private bytes = 0;
  /** Everything before this time is forgotten. */
  private forgottenMicros = 0;
  private byName = new Map<string, Log<Version>>();

  constructor(private readonly limits: HistoryLimits = HISTORY_LIMITS) {}

  /** What is kept at present. */
  get size(): { readonly changes: number; readonly bytes: number } {
    return { changes: this.changes, bytes: this.bytes };
  }

  add(event: CommitEvent): void {
    const micros = event.time.toMicros();
    let bytes = 0;
    for (const { name, before } of event.changes) {
      bytes += BYTES_PER_CHANGE + (before ? retainedBytes(before) : 0);
      this.versionsOf(name).add({ micros, before });
    }
    this.commits.add({ micros, event, bytes });
    this.changes += event.changes.length;
    this.bytes += bytes;
    this.prune(micros);
  }

  /** The document as of `at`; `current` is what is stored now. */
  versionAt(current: StoredDocument | undefined, name: string, at: number): StoredDocument | undefined {
    const next = this.byName.get(name)?.firstAfter(at);
    return next ? next.before : current;
  }

  /** Commits later than `at`, oldest first. */
  *commitsSince(at: Timestamp): Generator<CommitEvent> {
    for (const { event } of this.commits.after(at.toMicros())) yield event;
  }

  /** Throws FAILED_PRECONDITION for a time that cannot be read any more. */
  checkKnown(micros: number, nowMicros: number): void {
    if (micros < this.forgottenMicros || micros < nowMicros - this.limits.maxAgeMs * 1_000) {
      throw new StatusError(StatusCode.FAILED_PRECONDITION, "The requested snapshot version is too old.");
    }
  }

  /** Forgets all that was before a time. */
  forget(at: Timestamp): void {
    this.commits = new Log();
    this.byName = new Map();
    this.changes = 0;
    this.bytes = 0;
    this.forgottenMicros = at.toMicros();
  }

  private versionsOf(name: string): Log<Version> {
    const known = this.byName.get(name);
    if (known) return known;
    const versions = new Log<Version>();
    this.byName.set(name, versions);
    return versions;
  }

  private prune(nowMicros: number): void {
    const { maxAgeMs, maxBytes, maxChanges } = this.limits;
    const oldest = nowMicros - maxAgeMs * 1_000;
    for (let commit = this.commits.first; commit; commit = this.commits.first) {
      if (this.changes <= maxChanges && this.bytes <= maxBytes && commit.micros >= oldest) return;
      this.dropFirst(commit);
    }
  }

  private dropFirst({ micros, event, bytes }: LoggedCommit): void {
    this.commits.dropFirst();
    this.forgottenMicros = micros;
    this.changes -= event.changes.length;
    this.bytes -= bytes;
    for (const { name } of event.changes) {
      const versions = this.byName.get(name);
      versions?.dropFirst();
      if (versions?.length === 0) this.byName.delete(name);
    }
  }
}

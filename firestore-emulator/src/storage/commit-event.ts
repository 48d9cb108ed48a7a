import type { StoredDocument } from "../model/document.ts";
import type { Timestamp } from "../model/value.ts";

/** One document changed by a commit. Several writes to one document make one change. */
export interface Change {
  readonly name: string;
  readonly before: StoredDocument | undefined;
  readonly after: StoredDocument | undefined;
}

/** One commit, told synchronously and in commit order. */
export interface CommitEvent {
  readonly time: Timestamp;
  readonly changes: readonly Change[];
  /** Everything was replaced, by nothing or by a snapshot: no client's commit. */
  readonly isReset?: boolean;
}

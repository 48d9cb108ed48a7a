import type { FieldPath } from "./field-path.ts";
import type { MapValue, Timestamp, Value } from "./value.ts";

export type TransformKind =
  | "serverTimestamp"
  | "increment"
  | "maximum"
  | "minimum"
  | "appendMissing"
  | "removeAll";

export interface FieldTransform {
  readonly path: FieldPath;
  readonly kind: TransformKind;
  /** A number for the numeric kinds, an array for the array kinds, null for serverTimestamp. */
  readonly value: Value;
}

export interface Precondition {
  readonly exists?: boolean;
  readonly updateTime?: Timestamp;
}

/**
 * One write of a commit.
 * - set: replaces the document by `fields`
 * - update: changes only the paths in `mask` (present in `fields`: set; absent: deleted), creating the document if missing
 * - delete: removes it; verify: only checks the precondition
 * Transforms run after the fields, in order.
 */
export interface Write {
  readonly kind: "set" | "update" | "delete" | "verify";
  readonly name: string;
  readonly fields: MapValue;
  readonly mask?: readonly FieldPath[];
  readonly transforms: readonly FieldTransform[];
  readonly precondition?: Precondition;
}

export interface WriteResult {
  /** Absent after a delete. Unchanged when the write changed nothing. */
  readonly updateTime?: Timestamp;
  /** One for each transform of the write, in order. */
  readonly transformResults: readonly Value[];
}

export interface CommitResult {
  readonly commitTime: Timestamp;
  readonly results: readonly WriteResult[];
}

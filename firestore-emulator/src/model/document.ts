import type { MapValue, Timestamp } from "./value.ts";

/** A document as stored. Never changed in place: each commit makes a new one. */
export interface StoredDocument {
  /** Full resource name: "projects/p/databases/d/documents/a/b". */
  readonly name: string;
  readonly fields: MapValue;
  readonly createTime: Timestamp;
  readonly updateTime: Timestamp;
}

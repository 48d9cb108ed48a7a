import type { DocumentData, DocumentReference, Firestore, Query } from "firebase-admin/firestore";

/** A write that a migration wants: `fields` are merged into the document, which is made if it is not there. */
export interface Change {
  readonly ref: DocumentReference;
  readonly fields: DocumentData;
}

/** A document as it is stored, whatever its shape. */
export interface StoredDocument {
  readonly ref: DocumentReference;
  readonly data: DocumentData;
}

/**
 * One step of the stored data, from version `to - 1` to version `to`. It runs while chats go on, in pages, may stop
 * anywhere and go on elsewhere, and sees some documents twice. So:
 * - readers must understand both shapes before the migration is written (defaults in the store's schema);
 * - it uses no schema of today's code, which the next release may change;
 * - the release before must be able to read what it writes: add fields, take none away that are still read.
 */
export interface Migration {
  readonly to: number;
  /** For the log: what changes. */
  readonly what: string;
  /** The documents to look at, without order or limit: a collection or a collection group. */
  documents(db: Firestore): Query;
  /** What to write for this document, nothing when it has the new shape already. Pure: a transaction runs it again. */
  changes(document: StoredDocument): readonly Change[];
}

import type { StoredDocument } from "../model/document.ts";
import { type DatabaseId, formatDatabaseName } from "../model/path.ts";
import type { Databases } from "./databases.ts";

/**
 * The documents of one project, or of all, at one moment. It shares them with the database, so it costs a reference for
 * each document, and the versions that the database has replaced since.
 */
export interface Snapshot {
  /** undefined: of all projects. */
  readonly projectId: string | undefined;
  readonly databases: readonly { readonly id: DatabaseId; readonly documents: readonly StoredDocument[] }[];
}

/** Takes a snapshot of one project's databases, or of all. */
export function takeSnapshot(databases: Databases, projectId?: string): Snapshot {
  const taken = databases.list(projectId).map(({ store }) => ({ id: store.id, documents: store.snapshot() }));
  return { projectId, databases: taken };
}

/**
 * Puts the documents back, and takes away all that came since. Listeners are told, transactions that are under way end
 * with ABORTED, the past is forgotten.
 */
export function restoreSnapshot(databases: Databases, snapshot: Snapshot): void {
  const taken = new Map(snapshot.databases.map(({ id, documents }) => [formatDatabaseName(id), documents]));
  for (const database of databases.list(snapshot.projectId)) {
    database.replaceAll(taken.get(formatDatabaseName(database.store.id)) ?? []);
  }
}

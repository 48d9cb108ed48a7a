import { type DatabaseId, databaseOf, formatDatabaseName, parseDocumentName } from "../model/path.ts";
import type { Write } from "../model/write.ts";
import type { Databases } from "../transactions/databases.ts";
import type { ExportedDocument } from "./entity.ts";

/** Into which project; with a database id only the documents of databases of that id. */
export interface ImportTarget {
  readonly projectId: string;
  readonly databaseId?: string;
}

/**
 * Writes exported documents over those that are there, each database in one commit, so that an export which turns
 * out to be damaged changes nothing. The project of the export is not kept; references stay as they are, as with
 * Google's emulator.
 * @returns how many documents were written
 */
export async function importDocuments(
  documents: AsyncIterable<ExportedDocument>,
  databases: Databases,
  target: ImportTarget,
): Promise<number> {
  const writes = new Map<string, { id: DatabaseId; writes: Write[] }>();
  let count = 0;
  for await (const { name, fields } of documents) {
    const { databaseId } = databaseOf(name);
    if (target.databaseId !== undefined && target.databaseId !== databaseId) {
      continue;
    }
    const id = { projectId: target.projectId, databaseId };
    const renamed = name.replace(/^projects\/[^/]+\/databases\/[^/]+/, () => formatDatabaseName(id));
    parseDocumentName(renamed);
    const ofDatabase = writes.get(databaseId) ?? { id, writes: [] };
    writes.set(databaseId, ofDatabase);
    ofDatabase.writes.push({ kind: "set", name: renamed, fields, transforms: [] });
    count += 1;
  }
  for (const ofDatabase of writes.values()) {
    databases.get(ofDatabase.id).store.commit(ofDatabase.writes);
  }
  return count;
}

import { findFirestoreExport } from "../export/export-folder.ts";
import { importDocuments } from "../export/import-documents.ts";
import { readExport } from "../export/read-export.ts";
import type { IndexCheck } from "../indexes/index-check.ts";
import { parseIndexDefinitions } from "../indexes/parse-index-definitions.ts";
import type { ProjectRules } from "../request/project-rules.ts";
import { compileRules } from "../rules/decide/compile.ts";
import type { Databases } from "../transactions/databases.ts";

/** What an emulator may be started with. */
export interface InitialState {
  /** Security rules (the source, not a file) of every project; without them everything is allowed. */
  readonly rules?: string;
  /** The text of a `firestore.indexes.json`; without it no query is refused for lack of an index. */
  readonly indexes?: string;
  /** An export to import into the project: its folder or its `*.overall_export_metadata` file. */
  readonly import?: string;
}

interface Parts {
  readonly projectId: string;
  readonly databases: Databases;
  readonly rules: ProjectRules;
  readonly indexes: IndexCheck;
}

/**
 * Compiles, parses and imports before the first request.
 * @throws RulesSyntaxError for the rules; StatusError INVALID_ARGUMENT for indexes and the export
 */
export async function applyInitialState(parts: Parts, state: InitialState): Promise<void> {
  if (state.rules !== undefined) {
    parts.rules.fallback = compileRules(state.rules, "firestore.rules");
  }
  if (state.indexes !== undefined) {
    parts.indexes.use(parseIndexDefinitions(state.indexes, "firestore.indexes.json"));
  }
  if (state.import !== undefined) {
    const documents = readExport(await findFirestoreExport(state.import));
    await importDocuments(documents, parts.databases, { projectId: parts.projectId });
  }
}

import { stat } from "node:fs/promises";
import { join } from "node:path";
import { isInside } from "../export/allowed-folders.ts";
import { findFirestoreExport } from "../export/export-folder.ts";
import { importDocuments } from "../export/import-documents.ts";
import { readExport } from "../export/read-export.ts";
import { writeExport } from "../export/write-export.ts";
import type { DatabaseId } from "../model/path.ts";
import { invalidArgument, StatusCode, StatusError } from "../model/status.ts";
import { type Answer, bodyOf, EMPTY, type EndpointCall, invalidPayload } from "./endpoint.ts";

const MILLIS_PER_SECOND = 1_000;

/**
 * Exports one database, as the Firebase CLI asks for it:
 * `{"database": "projects/p/databases/d", "export_directory": "/existing/folder", "export_name": "firestore_export"}`.
 */
export async function exportDatabase(call: EndpointCall): Promise<Answer> {
  const body = readParameters(await bodyOf(call), ["database", "export_directory", "export_name"]);
  const { store } = call.context.databases.get(parseDatabase(body.database ?? ""));
  const directory = body.export_directory ?? "";
  const { exportFolders } = call.context;
  if (exportFolders && !(await isInside(directory, exportFolders))) {
    const message = `exports are written below ${exportFolders.join(" and ")} only: see --export-folder`;
    throw new StatusError(StatusCode.PERMISSION_DENIED, message);
  }
  if (!(await isDirectory(directory))) {
    throw new StatusError(StatusCode.FAILED_PRECONDITION, "export_directory must be a directory");
  }
  const now = call.context.clock;
  const name = body.export_name ?? `firestore_export_${Math.floor(now() / MILLIS_PER_SECOND)}`;
  if (/^\.|[/\\\0]/.test(name) || name === "") {
    throw invalidArgument("export_name must be the name of a folder, not a path");
  }
  try {
    // All as of this moment: commits go on while the files are written.
    await writeExport([...store.documents.all()], { directory, name, now });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StatusError(StatusCode.INTERNAL, `failed to write export: ${reason}`);
  }
  return EMPTY;
}

/**
 * Imports into one database the documents that the export has for a database of that id, over those that are there:
 * `{"database": "projects/p/databases/d", "export_directory": "/path/to/x.overall_export_metadata"}`, or the
 * `export_directory` and `export_name` of an export.
 * All are written in one commit, or none.
 */
export async function importDatabase(call: EndpointCall): Promise<Answer> {
  const body = readParameters(await bodyOf(call), ["database", "export_directory", "export_name"]);
  const id = parseDatabase(body.database ?? "");
  const file = await overallMetadataFile(body.export_directory ?? "", body.export_name);
  await importDocuments(readExport(file), call.context.databases, id);
  return EMPTY;
}

/** Google's emulator takes only the file; what an export was made with is understood as well. */
async function overallMetadataFile(path: string, name: string | undefined): Promise<string> {
  if (!(await isDirectory(path))) {
    return path;
  }
  try {
    return await findFirestoreExport(name === undefined ? path : join(path, name));
  } catch {
    return path; // It is refused like any other path that is no export.
  }
}

/** Named in snake case or camel case; anything else is refused. Null is absent; numbers and booleans are texts. */
function readParameters<Key extends string>(
  body: Record<string, unknown>,
  names: readonly Key[],
): Partial<Record<Key, string>> {
  const parameters: Partial<Record<Key, string>> = {};
  for (const [key, value] of Object.entries(body)) {
    const name = names.find((known) => known === key || camelCase(known) === key);
    if (name === undefined || (typeof value === "object" && value !== null)) {
      throw invalidPayload();
    }
    if (value !== null) {
      parameters[name] = String(value);
    }
  }
  return parameters;
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** With the messages of Google's emulator. */
function parseDatabase(name: string): DatabaseId {
  const segments = name.split("/");
  for (const [index, word] of [
    [0, "projects"],
    [2, "databases"],
  ] as const) {
    if (segments[index] !== word) {
      throw invalidArgument(`Database name "${name}" lacks "${word}" at index ${index}.`);
    }
  }
  if (name.endsWith("/")) {
    throw invalidArgument(`Database name "${name}" has invalid trailing "/".`);
  }
  const [, projectId, , databaseId, ...others] = segments;
  if (!projectId || !databaseId || others.length > 0) {
    throw invalidArgument(`Database name "${name}" must be "projects/{project}/databases/{database}".`);
  }
  return { projectId, databaseId };
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

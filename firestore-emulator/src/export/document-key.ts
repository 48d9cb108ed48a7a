/** Document names as Datastore keys: an app for the project, a path of kinds (collections) with names or numbers. */
import { StatusCode, StatusError } from "../model/status.ts";
import { fromInt64, type Int64, toInt64 } from "./entity-schema.ts";

/** Google's emulator writes every project as a development app; a managed export of production has `s~`. */
const APP_PREFIX = "dev~";
const APP_PARTITION = /^[a-z]+~/;
const DEFAULT_DATABASE = "(default)";

/** A document id that stands for a number, so that old Datastore entities have a name in Firestore. */
const NUMERIC_ID = /^__id(0|-?[1-9]\d*)__$/;
const DOCUMENT_NAME = /^projects\/([^/]+)\/databases\/([^/]+)\/documents\/(.+)$/s;

/** One collection id and document id of a path, the latter as a name or as a number. */
export interface KeyStep {
  type: string;
  id?: Int64 | number;
  name?: string;
}

/** The parts of a document's key that an export writes. */
export interface DocumentKey {
  app: string;
  databaseId?: string;
  steps: KeyStep[];
}

/** "projects/p/databases/d/documents/a/b" -> app, database (absent when it is the default) and steps. */
export function toKey(documentName: string): DocumentKey {
  const match = DOCUMENT_NAME.exec(documentName);
  const [, project, database, path] = match ?? [];
  if (project === undefined || database === undefined || path === undefined) {
    throw new StatusError(StatusCode.INVALID_ARGUMENT, `"${documentName}" is not the name of a document.`);
  }
  const segments = path.split("/");
  const steps: KeyStep[] = [];
  for (let at = 0; at + 1 < segments.length; at += 2) {
    steps.push({ type: segments[at] ?? "", ...toIdOrName(segments[at + 1] ?? "") });
  }
  const databaseId = database === DEFAULT_DATABASE ? {} : { databaseId: database };
  return { app: APP_PREFIX + project, ...databaseId, steps };
}

/** The reverse of toKey. */
export function toDocumentName({ app, databaseId, steps }: DocumentKey): string {
  if (steps.length === 0) {
    throw new StatusError(StatusCode.INVALID_ARGUMENT, "An entity of the export has a key without a path.");
  }
  const project = app.replace(APP_PARTITION, "");
  const path = steps.map((step) => `${step.type}/${toDocumentId(step)}`).join("/");
  return `projects/${project}/databases/${databaseId || DEFAULT_DATABASE}/documents/${path}`;
}

function toIdOrName(documentId: string): { id: Int64 } | { name: string } {
  const digits = NUMERIC_ID.exec(documentId)?.[1];
  if (digits !== undefined) {
    const id = BigInt(digits);
    if (id === BigInt.asIntN(64, id)) {
      return { id: toInt64(id) };
    }
  }
  return { name: documentId };
}

function toDocumentId({ id, name }: KeyStep): string {
  if (name !== undefined && name !== "") {
    return name;
  }
  return id === undefined ? "" : `__id${fromInt64(id)}__`;
}

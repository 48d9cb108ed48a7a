import { LIMITS } from "./limits.ts";
import { invalidArgument } from "./status.ts";

/** A database: one per project and database id ("(default)" unless named). */
export interface DatabaseId {
  readonly projectId: string;
  readonly databaseId: string;
}

const DATABASE_NAME = /^projects\/([^/]+)\/databases\/([^/]+)$/;
const RESOURCE_NAME = /^projects\/([^/]+)\/databases\/([^/]+)\/documents(?:\/(.*))?$/s;
/** The documentation says `__.*__`; production takes "____". */
const RESERVED_ID = /^__.+__$/s;
const NUMERIC_ID = /^__id-?\d+__$/;

/** "projects/p/databases/d" taken apart. Throws INVALID_ARGUMENT. */
export function parseDatabaseName(name: string): DatabaseId {
  const match = DATABASE_NAME.exec(name);
  if (!match) throw invalidArgument(`Invalid database name: "${name}".`);
  return { projectId: match[1] as string, databaseId: match[2] as string };
}

export function formatDatabaseName(id: DatabaseId): string {
  return `projects/${id.projectId}/databases/${id.databaseId}`;
}

/** "projects/p/databases/d/documents": the parent of the root collections. */
export function documentsRoot(id: DatabaseId): string {
  return `${formatDatabaseName(id)}/documents`;
}

export interface ResourceName {
  readonly database: DatabaseId;
  /** Alternating collection and document ids; empty for the root. */
  readonly segments: readonly string[];
}

/** How messages call a name. */
type NameKind = "Document name" | "Document parent name";

/** Any name below ".../documents", the root included, with every id checked. Throws INVALID_ARGUMENT. */
export function parseResourceName(name: string, kind: NameKind = "Document name"): ResourceName {
  const match = RESOURCE_NAME.exec(name);
  if (!match) throw malformed(name, kind);
  const segments = match[3] === undefined ? [] : match[3].split("/");
  for (const segment of segments) checkId(segment, name, kind);
  checkNameSize(name, segments);
  return { database: { projectId: match[1] as string, databaseId: match[2] as string }, segments };
}

/** A document's name. Throws INVALID_ARGUMENT unless it has an even number of ids. */
export function parseDocumentName(name: string): ResourceName {
  const resource = parseResourceName(name);
  const { length } = resource.segments;
  if (length === 0 || length % 2 !== 0) {
    throw invalidArgument(`Document name "${name}" lacks "/" at index ${name.length}.`);
  }
  return resource;
}

/** The parent of collections: the root or a document. Throws INVALID_ARGUMENT. */
export function parseParentName(name: string): ResourceName {
  const resource = parseResourceName(name, "Document parent name");
  if (resource.segments.length % 2 !== 0) {
    throw invalidArgument(`Document parent name "${name}" lacks "/" at index ${name.length}.`);
  }
  return resource;
}

/** Says which of the fixed parts of a name is not where it belongs. */
function malformed(name: string, kind: NameKind): Error {
  const parts = name.split("/");
  let index = 0;
  for (const [i, expected] of ["projects", undefined, "databases", undefined, "documents"].entries()) {
    if (expected !== undefined && parts[i] !== expected) {
      return invalidArgument(
        `${kind} "${name}" lacks "${expected}" at index ${Math.min(index, name.length)}.`,
      );
    }
    index += (parts[i]?.length ?? 0) + 1;
  }
  return invalidArgument(`${kind} "${name}" has an empty project or database id.`);
}

/** Throws INVALID_ARGUMENT for an id that Firestore refuses for collections and documents. */
function checkId(id: string, name: string = id, kind: NameKind = "Document name"): void {
  if (id === "") {
    throw invalidArgument(
      name.endsWith("/") ? `${kind} "${name}" has invalid trailing "/".` : `${kind} "${name}" contains "//".`,
    );
  }
  if (id === "." || id === "..") {
    throw invalidArgument(`${kind} "${name}" contains a resource id "${id}".`);
  }
  if (id.length * 3 > LIMITS.MAX_ID_SIZE_BYTES && Buffer.byteLength(id) > LIMITS.MAX_ID_SIZE_BYTES) {
    throw invalidArgument("The key path element name is longer than 1500 bytes.");
  }
  if (RESERVED_ID.test(id) && !NUMERIC_ID.test(id)) {
    throw invalidArgument(`Resource id "${id}" is invalid because it is reserved.`);
  }
}

/** Throws INVALID_ARGUMENT for what is not one id: requests give collection and new document ids apart from names. */
export function checkSingleId(id: string): void {
  if (id.includes("/")) throw invalidArgument(`Resource id "${id}" is invalid because it contains "/".`);
  checkId(id);
}

function checkNameSize(name: string, segments: readonly string[]): void {
  if (segments.length > LIMITS.MAX_COLLECTION_DEPTH_LEVELS * 2) {
    throw invalidArgument(`Resource name "${name.slice(0, 200)}" has more than 100 levels of collections.`);
  }
  if (name.length > LIMITS.MAX_NAME_SIZE_BYTES && Buffer.byteLength(name) > LIMITS.MAX_NAME_SIZE_BYTES) {
    throw invalidArgument("The document name is longer than 6144 bytes.");
  }
}

/** The full name of the collection (of a document) or of the document (of a collection) one level up. */
export function parentName(name: string): string {
  return name.slice(0, name.lastIndexOf("/"));
}

/** The last path element: a document's or a collection's id. */
export function lastId(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

/** The id of the collection that directly holds the document. */
export function collectionIdOf(documentName: string): string {
  return lastId(parentName(documentName));
}

/** "a/b" of "projects/p/databases/d/documents/a/b"; "" of the root. */
export function relativePath(name: string): string {
  const at = name.indexOf("/documents");
  return name.slice(at + "/documents/".length);
}

/** The database a trusted resource name lies in. */
export function databaseOf(name: string): DatabaseId {
  const [, projectId, , databaseId] = name.split("/", 4);
  return { projectId: projectId ?? "", databaseId: databaseId ?? "" };
}

/** Reads `firestore.indexes.json` as the Firebase CLI does, and says where it is wrong. */
import { FieldPath } from "../model/field-path.ts";
import {
  type CompositeIndex,
  type FieldOverride,
  IndexDefinitions,
  type IndexedField,
  type IndexMode,
  type IndexScope,
  type SingleFieldIndex,
  type VectorField,
} from "./index-definitions.ts";
import { type JsonNode, parseJson } from "./json-node.ts";

const SCOPES: Record<string, IndexScope> = { COLLECTION: "collection", COLLECTION_GROUP: "group" };
const ORDERS: Record<string, IndexMode> = { ASCENDING: "asc", DESCENDING: "desc" };
const ARRAY_CONFIGS: Record<string, IndexMode> = { CONTAINS: "contains" };
const MAX_VECTOR_DIMENSIONS = 2_048;

/**
 * @param text of the file
 * @param fileName for the messages
 * @throws StatusError INVALID_ARGUMENT, "file:line:column: problem" or "file: indexes[1].fields[0].order: problem"
 */
export function parseIndexDefinitions(text: string, fileName: string): IndexDefinitions {
  const root = parseJson(text, fileName);
  return new IndexDefinitions(
    root.member("indexes").items().map(parseComposite),
    root.member("fieldOverrides").items().map(parseOverride),
  );
}

function parseComposite(node: JsonNode): CompositeIndex {
  const collectionId = collectionOf(node);
  const scope = node.member("queryScope").oneOf(SCOPES) ?? "collection";
  const entries = node.member("fields").items();
  const vectors = entries.flatMap(parseVector);
  const fields = entries.filter((entry) => !entry.member("vectorConfig").exists).map(parseField);
  const last = fields.at(-1);
  const name = last?.path.isDocumentName ? fields.pop() : undefined;
  if (fields.length + vectors.length === 0) {
    node.member("fields").refuse("must hold at least one field");
  }
  const [vector] = vectors;
  return {
    collectionId,
    scope,
    fields,
    nameDirection: sortDirection(name ?? last),
    ...(vector === undefined ? {} : { vector }),
  };
}

function parseField(node: JsonNode): IndexedField {
  return { path: pathOf(node), mode: modeOf(node) };
}

function parseVector(node: JsonNode): VectorField[] {
  const config = node.member("vectorConfig");
  if (!config.exists) {
    return [];
  }
  const dimension = config.member("dimension").integer(1, MAX_VECTOR_DIMENSIONS);
  return [{ path: pathOf(node), dimension }];
}

function parseOverride(node: JsonNode): FieldOverride {
  const path = node.member("fieldPath").text() === "*" ? new FieldPath(["*"]) : pathOf(node);
  return { collectionId: collectionOf(node), path, indexes: node.member("indexes").items().map(parseSingle) };
}

function parseSingle(node: JsonNode): SingleFieldIndex {
  return { scope: node.member("queryScope").oneOf(SCOPES) ?? "collection", mode: modeOf(node) };
}

/** "collectionGroup", or "collectionId" in files of old CLIs. */
function collectionOf(node: JsonNode): string {
  const old = node.member("collectionId");
  const id = (old.exists ? old : node.member("collectionGroup")).text();
  if (id === "" || id.includes("/")) {
    node.member("collectionGroup").refuse("must be a collection id, without slashes");
  }
  return id;
}

function pathOf(node: JsonNode): FieldPath {
  const field = node.member("fieldPath");
  try {
    return FieldPath.parse(field.text());
  } catch {
    return field.refuse("must be a field path, such as status or address.`zip code`");
  }
}

/** "order" or "arrayConfig"; files of old CLIs have "mode" for both. */
function modeOf(node: JsonNode): IndexMode {
  const order = node.member("order").oneOf(ORDERS);
  const array = node.member("arrayConfig").oneOf(ARRAY_CONFIGS);
  const old = node.member("mode").oneOf<IndexMode>({ ...ORDERS, ARRAY_CONTAINS: "contains" });
  const mode = order ?? array ?? old;
  if (mode === undefined || (order !== undefined && array !== undefined)) {
    return node.refuse('must have either "order" (ASCENDING or DESCENDING) or "arrayConfig" (CONTAINS)');
  }
  return mode;
}

function sortDirection(field: IndexedField | undefined): "asc" | "desc" {
  return field?.mode === "desc" ? "desc" : "asc";
}

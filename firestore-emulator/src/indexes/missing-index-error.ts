/** The refusal of a query for lack of an index, as production words it, with the definition to add. */
import protobuf from "protobufjs";
import { FieldPath } from "../model/field-path.ts";
import type { DatabaseId } from "../model/path.ts";
import { StatusCode, StatusError } from "../model/status.ts";
import type { IndexedField } from "./index-definitions.ts";
import type { RequiredIndex } from "./required-index.ts";

const CONSOLE = "https://console.firebase.google.com/v1/r/project";
const SCOPE_NAMES = { collection: "COLLECTION", group: "COLLECTION_GROUP" } as const;
const MODE_NAMES = { asc: "ASC", desc: "DESC", contains: "CONTAINS" } as const;

/** google.firestore.admin.v1.Index, as far as the console's link has it. */
const schema = protobuf.Root.fromJSON({
  nested: {
    Index: {
      fields: {
        name: { type: "string", id: 1 },
        queryScope: { type: "int32", id: 2 },
        fields: { rule: "repeated", type: "IndexField", id: 3 },
      },
    },
    IndexField: {
      fields: {
        fieldPath: { type: "string", id: 1 },
        order: { type: "int32", id: 2 },
        arrayConfig: { type: "int32", id: 3 },
      },
    },
  },
});

/** FAILED_PRECONDITION with a link to create the index and the JSON for `firestore.indexes.json`. */
export function missingIndexError(required: RequiredIndex, database: DatabaseId): StatusError {
  if (required.vector) {
    return refusal(
      "Missing vector index configuration. Please create the required index.",
      "indexes",
      compositeDefinition(required),
    );
  }
  const fields = indexedFields(required);
  const [only] = fields;
  if (only !== undefined && fields.length === 1) {
    const index = `${SCOPE_NAMES[required.scope]}_${MODE_NAMES[only.mode]}`;
    const link = consoleLink("create_exemption", required, database, fields);
    return refusal(
      `The query requires a ${index} index for collection ${required.collectionId} and field ${only.path}. ` +
        `You can create it here: ${link}`,
      "fieldOverrides",
      overrideDefinition(required, only),
    );
  }
  const link = consoleLink("create_composite", required, database, fields);
  return refusal(
    `The query requires an index. You can create it here: ${link}`,
    "indexes",
    compositeDefinition(required),
  );
}

/** Equality fields first, then the sort order and what is added up; a query by name alone sorts by `__name__`. */
function indexedFields({ equalities, sort, aggregated, nameDirection }: RequiredIndex): IndexedField[] {
  const rest = [...sort, ...aggregated.map((path) => ({ path, mode: nameDirection }))];
  if (equalities.length + rest.length === 0) {
    return [{ path: FieldPath.DOCUMENT_NAME, mode: nameDirection }];
  }
  if (rest.length > 0) {
    return [...equalities, ...rest];
  }
  return equalities.map((field) => (field.mode === "contains" ? field : { ...field, mode: nameDirection }));
}

function refusal(message: string, section: string, definition: object): StatusError {
  const text = `${message}\n\nAdd to "${section}" in firestore.indexes.json:\n${JSON.stringify(definition)}`;
  return new StatusError(StatusCode.FAILED_PRECONDITION, text);
}

function compositeDefinition(required: RequiredIndex): object {
  const fields = indexedFields(required).map(fieldDefinition);
  if (required.vector) {
    const { path, dimension } = required.vector;
    fields.push({ fieldPath: path.toString(), vectorConfig: { dimension, flat: {} } });
  }
  return { collectionGroup: required.collectionId, queryScope: SCOPE_NAMES[required.scope], fields };
}

function fieldDefinition({ path, mode }: IndexedField): object {
  const fieldPath = path.toString();
  return mode === "contains" ? { fieldPath, arrayConfig: "CONTAINS" } : { fieldPath, ...orderOf(mode) };
}

function orderOf(mode: "asc" | "desc"): { order: string } {
  return { order: mode === "asc" ? "ASCENDING" : "DESCENDING" };
}

/** An override replaces the automatic indexes, so it has to name those as well. */
function overrideDefinition(required: RequiredIndex, { path, mode }: IndexedField): object {
  const wanted =
    mode === "contains"
      ? { arrayConfig: "CONTAINS", queryScope: SCOPE_NAMES[required.scope] }
      : { ...orderOf(mode), queryScope: SCOPE_NAMES[required.scope] };
  const automatic = [
    { order: "ASCENDING", queryScope: "COLLECTION" },
    { order: "DESCENDING", queryScope: "COLLECTION" },
    { arrayConfig: "CONTAINS", queryScope: "COLLECTION" },
  ];
  const indexes = required.scope === "group" && !path.isDocumentName ? [...automatic, wanted] : [wanted];
  return { collectionGroup: required.collectionId, fieldPath: path.toString(), indexes };
}

function consoleLink(
  action: string,
  required: RequiredIndex,
  { projectId, databaseId }: DatabaseId,
  fields: readonly IndexedField[],
): string {
  const group = `projects/${projectId}/databases/${databaseId}/collectionGroups/${required.collectionId}`;
  const last = { fieldPath: "__name__", order: orderNumber(required.nameDirection) };
  const composite = action === "create_composite";
  const index = {
    name: composite ? `${group}/indexes/_` : `${group}/fields/${fields[0]?.path}`,
    queryScope: required.scope === "collection" ? 1 : 2,
    fields: [...fields.map(linkField), ...(composite ? [last] : [])],
  };
  const encoded = Buffer.from(schema.lookupType("Index").encode(index).finish()).toString("base64url");
  const where = databaseId === "(default)" ? "" : `/databases/${databaseId}`;
  return `${CONSOLE}/${projectId}/firestore${where}/indexes?${action}=${encoded}`;
}

function linkField({ path, mode }: IndexedField): object {
  const fieldPath = path.toString();
  return mode === "contains" ? { fieldPath, arrayConfig: 1 } : { fieldPath, order: orderNumber(mode) };
}

function orderNumber(direction: "asc" | "desc"): number {
  return direction === "asc" ? 1 : 2;
}

import { FieldPath } from "../model/field-path.ts";
import { LIMITS } from "../model/limits.ts";
import { parseDocumentName } from "../model/path.ts";
import { invalidArgument } from "../model/status.ts";
import type { Value } from "../model/value.ts";
import type { FieldTransform, Precondition, Write, WriteResult } from "../model/write.ts";
import type { google } from "./protos.ts";
import {
  decodeFields,
  decodeMask,
  decodeTimestamp,
  decodeValue,
  encodeTimestamp,
  encodeValue,
} from "./value-codec.ts";

type WriteMessage = google.firestore.v1.IWrite;
type TransformMessage = google.firestore.v1.DocumentTransform.IFieldTransform;

const NO_FIELDS: ReadonlyMap<string, Value> = new Map();

/**
 * One write of a commit.
 * @param database name that the documents must lie in, "projects/p/databases/d"
 */
export function decodeWrite(message: WriteMessage, database: string): Write {
  const write = decodeOperation(message);
  parseDocumentName(write.name);
  if (!write.name.startsWith(`${database}/documents/`)) {
    throw invalidArgument(`Document name "${write.name}" is not in database "${database}".`);
  }
  if (write.transforms.length > LIMITS.MAX_TRANSFORMS_PER_DOCUMENT) {
    throw invalidArgument("cannot have more than 500 field transforms on a single document");
  }
  return write;
}

function decodeOperation(message: WriteMessage): Write {
  const precondition = decodePrecondition(message.currentDocument);
  const shared = precondition ? { precondition } : {};
  if (message.update) return decodeUpdate(message, message.update, shared);
  if (message.delete) {
    return { kind: "delete", name: message.delete, fields: NO_FIELDS, transforms: [], ...shared };
  }
  const verify = (message as { verify?: string | null }).verify;
  if (verify) return { kind: "verify", name: verify, fields: NO_FIELDS, transforms: [], ...shared };
  if (message.transform) {
    const transforms = (message.transform.fieldTransforms ?? []).map(decodeTransform);
    const name = message.transform.document ?? "";
    return { kind: "update", name, fields: NO_FIELDS, mask: [], transforms, ...shared };
  }
  throw invalidArgument("A write needs an operation: update, delete or transform.");
}

function decodeUpdate(
  message: WriteMessage,
  document: google.firestore.v1.IDocument,
  shared: { precondition?: Precondition },
): Write {
  const mask = decodeMask(message.updateMask);
  for (const path of mask ?? []) {
    if (path.isDocumentName) throw invalidArgument("The update mask cannot contain __name__.");
  }
  return {
    kind: mask ? "update" : "set",
    name: document.name ?? "",
    fields: decodeFields(document.fields),
    ...(mask ? { mask } : {}),
    transforms: (message.updateTransforms ?? []).map(decodeTransform),
    ...shared,
  };
}

/** Undefined when nothing is required. Throws INVALID_ARGUMENT. */
export function decodePrecondition(
  message: google.firestore.v1.IPrecondition | null | undefined,
): Precondition | undefined {
  if (!message) return undefined;
  if (message.updateTime) return { updateTime: decodeTimestamp(message.updateTime) };
  if (message.exists !== null && message.exists !== undefined && Object.hasOwn(message, "exists")) {
    return { exists: message.exists };
  }
  return undefined;
}

function decodeTransform(message: TransformMessage): FieldTransform {
  const path = FieldPath.parse(message.fieldPath ?? "");
  if (path.isDocumentName) throw invalidArgument("A transform cannot change __name__.");
  if (message.increment) return numeric(path, "increment", message.increment);
  if (message.maximum) return numeric(path, "maximum", message.maximum);
  if (message.minimum) return numeric(path, "minimum", message.minimum);
  if (message.appendMissingElements) return list(path, "appendMissing", message.appendMissingElements);
  if (message.removeAllFromArray) return list(path, "removeAll", message.removeAllFromArray);
  if (message.setToServerValue) return { path, kind: "serverTimestamp", value: null };
  throw invalidArgument(`The transform of "${path}" has no operation.`);
}

function numeric(
  path: FieldPath,
  kind: "increment" | "maximum" | "minimum",
  operand: google.firestore.v1.IValue,
): FieldTransform {
  const value = decodeValue(operand);
  if (typeof value !== "number" && typeof value !== "bigint") {
    throw invalidArgument(`The ${kind} transform of "${path}" needs an integer or a double value.`);
  }
  return { path, kind, value };
}

function list(
  path: FieldPath,
  kind: "appendMissing" | "removeAll",
  elements: google.firestore.v1.IArrayValue,
): FieldTransform {
  const value = (elements.values ?? []).map((element) => decodeValue(element));
  if (value.some(Array.isArray)) throw invalidArgument("Cannot convert an array value in an array value.");
  return { path, kind, value };
}

export function encodeWriteResult(result: WriteResult): google.firestore.v1.IWriteResult {
  return {
    ...(result.updateTime ? { updateTime: encodeTimestamp(result.updateTime) } : {}),
    transformResults: result.transformResults.map(encodeValue),
  };
}

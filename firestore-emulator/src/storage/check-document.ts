import type { StoredDocument } from "../model/document.ts";
import { LIMITS } from "../model/limits.ts";
import { documentSize } from "../model/size.ts";
import { invalidArgument } from "../model/status.ts";
import { Bytes, isArray, isMap, type MapValue, type Value } from "../model/value.ts";

const RESERVED_FIELD = /^__.*__$/s;

/** Throws INVALID_ARGUMENT unless the document keeps Firestore's limits on fields, nesting and size. */
export function checkDocument(document: StoredDocument): void {
  checkFields(document.fields, "", 1);
  const size = documentSize(document);
  if (size > LIMITS.MAX_DOCUMENT_SIZE_BYTES) {
    throw invalidArgument(
      `Document '${document.name}' cannot be written because its size (${size.toLocaleString("en-US")} bytes) ` +
        `exceeds the maximum allowed size of ${LIMITS.MAX_DOCUMENT_SIZE_BYTES.toLocaleString("en-US")} bytes.`,
    );
  }
}

function checkFields(fields: MapValue, top: string, depth: number): void {
  for (const [key, value] of fields) {
    if (
      typeof value === "string" &&
      value.length < 256 &&
      key.length < 256 &&
      !key.startsWith("__") &&
      key !== ""
    ) {
      continue;
    }
    checkKey(key);
    checkLength(value, top || key);
    checkValue(value, top || key, depth);
  }
}

function checkKey(key: string): void {
  if (key === "") throw invalidArgument("Document fields must not be empty.");
  if (
    key.length * 3 > LIMITS.MAX_FIELD_NAME_SIZE_BYTES &&
    Buffer.byteLength(key) > LIMITS.MAX_FIELD_NAME_SIZE_BYTES
  ) {
    throw invalidArgument("Property name is longer than 1500 bytes.");
  }
  if (RESERVED_FIELD.test(key)) throw invalidArgument(`Property name "${key}" is reserved.`);
}

/** A single string or bytes value may not fill a document alone. */
function checkLength(value: Value, top: string): void {
  const max = LIMITS.MAX_VALUE_SIZE_BYTES;
  const isLong =
    typeof value === "string"
      ? value.length * 3 > max && Buffer.byteLength(value) > max
      : value instanceof Bytes && value.data.length > max;
  if (isLong) throw invalidArgument(`The value of property "${top}" is longer than ${max} bytes.`);
}

function checkValue(value: Value, top: string, depth: number): void {
  if (isArray(value)) {
    checkDepth(top, depth);
    for (const element of value) {
      if (isArray(element)) throw invalidArgument("Cannot convert an array value in an array value.");
      checkLength(element, top);
      checkValue(element, top, depth + 1);
    }
  } else if (isMap(value)) {
    checkDepth(top, depth);
    checkFields(value, top, depth + 1);
  }
}

function checkDepth(top: string, depth: number): void {
  if (depth > LIMITS.MAX_NESTING_DEPTH_LEVELS) {
    throw invalidArgument(`Property ${top} contains an invalid nested entity.`);
  }
}

import type { StoredDocument } from "../model/document.ts";
import type { FieldPath } from "../model/field-path.ts";
import { project } from "../query/select.ts";
import type { google } from "./protos.ts";
import { encodeFields, encodeTimestamp } from "./value-codec.ts";

/** A stored document as a message; with a mask only those fields. */
export function encodeDocument(
  document: StoredDocument,
  mask?: readonly FieldPath[],
): google.firestore.v1.IDocument {
  return {
    name: document.name,
    fields: encodeFields(mask ? project(document.fields, mask) : document.fields),
    createTime: encodeTimestamp(document.createTime),
    updateTime: encodeTimestamp(document.updateTime),
  };
}

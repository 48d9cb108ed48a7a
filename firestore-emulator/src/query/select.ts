import type { StoredDocument } from "../model/document.ts";
import { type FieldPath, getField, withField } from "../model/field-path.ts";
import type { MapValue } from "../model/value.ts";

/** The document with only the selected fields; without a selection as it is. */
export function applySelect(
  document: StoredDocument,
  select: readonly FieldPath[] | undefined,
): StoredDocument {
  return select ? { ...document, fields: project(document.fields, select) } : document;
}

/** The fields at the given paths; missing ones are left out, `__name__` is no field. */
export function project(fields: MapValue, mask: readonly FieldPath[]): MapValue {
  let kept: MapValue = new Map();
  for (const path of mask) {
    const value = path.isDocumentName ? undefined : getField(fields, path);
    if (value !== undefined) kept = withField(kept, path, value);
  }
  return kept;
}

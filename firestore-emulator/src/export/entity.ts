import { invalidArgument, StatusError } from "../model/status.ts";
import type { MapValue } from "../model/value.ts";
import { toDocumentName, toKey } from "./document-key.ts";
import { type EntityMessage, entityCodec, type PathElement } from "./entity-schema.ts";
import { fromProperties, toProperties } from "./properties.ts";

/** What an export holds of a document; create and update times are not part of the format. */
export interface ExportedDocument {
  /** Full resource name: "projects/p/databases/d/documents/a/b". */
  readonly name: string;
  readonly fields: MapValue;
}

/** A document -> the bytes of its EntityProto. */
export function encodeEntity({ name, fields }: ExportedDocument): Uint8Array {
  const { app, databaseId, steps } = toKey(name);
  const entity: EntityMessage = {
    key: { app, path: { element: steps }, ...(databaseId === undefined ? {} : { databaseId }) },
    ...toProperties(fields),
    entityGroup: { element: steps.slice(0, 1) },
  };
  return entityCodec.encode(entity);
}

/**
 * The bytes of an EntityProto -> a document.
 * @throws StatusError INVALID_ARGUMENT when the bytes are no entity or no Firestore document
 */
export function decodeEntity(bytes: Uint8Array): ExportedDocument {
  try {
    const entity = entityCodec.decode(bytes);
    const { app, databaseId, path } = entity.key;
    const steps: PathElement[] = path.element ?? [];
    return {
      name: toDocumentName({ app, databaseId: databaseId ?? "", steps }),
      fields: fromProperties(entity),
    };
  } catch (error) {
    if (error instanceof StatusError) {
      throw error;
    }
    throw invalidArgument(`Invalid entity: ${error instanceof Error ? error.message : String(error)}`);
  }
}

import { databaseOf, parseDocumentName } from "../model/path.ts";
import { StatusCode, StatusError } from "../model/status.ts";
import type { UnaryOperation } from "../server/call.ts";
import { authorizeGet } from "./authorize.ts";
import { encodeDocument } from "./document-codec.ts";
import type { google } from "./protos.ts";
import { openReader } from "./reader.ts";
import { decodeMask } from "./value-codec.ts";

type Operation = UnaryOperation<google.firestore.v1.IGetDocumentRequest, google.firestore.v1.IDocument>;

/** GetDocument: one document, NOT_FOUND when there is none. */
export const getDocument: Operation = async (call, request) => {
  const name = request.name ?? "";
  parseDocumentName(name);
  const mask = decodeMask(request.mask);
  const database = call.context.databases.get(databaseOf(name));
  const [document] = await openReader(call, database, request).get([name]);
  call.context.meter.addReads(database.store.id.projectId, 1);
  authorizeGet(call, database, name, document);
  if (!document) throw new StatusError(StatusCode.NOT_FOUND, `Document "${name}" not found.`);
  return encodeDocument(document, mask);
};

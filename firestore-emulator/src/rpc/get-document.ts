import { databaseOf, parseDocumentName } from "../model/path.ts";
import { StatusCode, StatusError } from "../model/status.ts";
import { encodeDocument } from "../proto/document-codec.ts";
import type { google } from "../proto/protos.ts";
import { decodeMask } from "../proto/value-codec.ts";
import type { UnaryOperation } from "../request/call.ts";
import { authorizeGet } from "./authorize.ts";
import { openReader } from "./reader.ts";

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

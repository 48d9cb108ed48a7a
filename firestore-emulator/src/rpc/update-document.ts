import { databaseOf, formatDatabaseName, parseDocumentName } from "../model/path.ts";
import { encodeDocument } from "../proto/document-codec.ts";
import type { google } from "../proto/protos.ts";
import { decodeMask } from "../proto/value-codec.ts";
import { decodeWrite } from "../proto/write-codec.ts";
import type { UnaryOperation } from "../request/call.ts";
import { commitWrites } from "./commit.ts";

type Operation = UnaryOperation<google.firestore.v1.IUpdateDocumentRequest, google.firestore.v1.IDocument>;

/** UpdateDocument: changes or creates one document and answers it. */
export const updateDocument: Operation = async (call, request) => {
  const name = request.document?.name ?? "";
  parseDocumentName(name);
  const id = databaseOf(name);
  const database = call.context.databases.get(id);
  const write = decodeWrite(
    {
      update: request.document ?? {},
      ...(request.updateMask ? { updateMask: request.updateMask } : {}),
      ...(request.currentDocument ? { currentDocument: request.currentDocument } : {}),
    },
    formatDatabaseName(id),
  );
  await commitWrites(call, database, { writes: [write] });
  const document = database.store.get(name);
  return document ? encodeDocument(document, decodeMask(request.mask)) : {};
};

import { databaseOf, formatDatabaseName, parseDocumentName } from "../model/path.ts";
import type { google } from "../proto/protos.ts";
import { decodeWrite } from "../proto/write-codec.ts";
import type { UnaryOperation } from "../request/call.ts";
import { commitWrites } from "./commit.ts";

type Operation = UnaryOperation<google.firestore.v1.IDeleteDocumentRequest, google.protobuf.IEmpty>;

/** DeleteDocument: deleting what does not exist succeeds unless a precondition says otherwise. */
export const deleteDocument: Operation = async (call, request) => {
  const name = request.name ?? "";
  parseDocumentName(name);
  const id = databaseOf(name);
  const write = decodeWrite(
    { delete: name, ...(request.currentDocument ? { currentDocument: request.currentDocument } : {}) },
    formatDatabaseName(id),
  );
  await commitWrites(call, call.context.databases.get(id), { writes: [write] });
  return {};
};

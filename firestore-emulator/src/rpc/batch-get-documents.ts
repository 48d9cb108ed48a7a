import { parseDatabaseName, parseDocumentName } from "../model/path.ts";
import { invalidArgument } from "../model/status.ts";
import { encodeDocument } from "../proto/document-codec.ts";
import type { google } from "../proto/protos.ts";
import { decodeMask, encodeTimestamp } from "../proto/value-codec.ts";
import type { StreamingOperation } from "../request/call.ts";
import { authorizeGet } from "./authorize.ts";
import { openReader } from "./reader.ts";

type Operation = StreamingOperation<
  google.firestore.v1.IBatchGetDocumentsRequest,
  google.firestore.v1.IBatchGetDocumentsResponse
>;

/** BatchGetDocuments: found and missing documents, each once; a new transaction's id comes first. */
export const batchGetDocuments: Operation = async function* (call, request) {
  const name = request.database ?? "";
  const database = call.context.databases.get(parseDatabaseName(name));
  const names = [...new Set(request.documents ?? [])];
  for (const document of names) {
    parseDocumentName(document);
    if (!document.startsWith(`${name}/documents/`)) {
      throw invalidArgument(`Document name "${document}" is not in database "${name}".`);
    }
  }
  const mask = decodeMask(request.mask);
  const reader = openReader(call, database, request);
  const documents = await reader.get(names);
  const readTime = encodeTimestamp(reader.readTime);
  call.context.meter.addReads(database.store.id.projectId, names.length);
  documents.forEach((document, i) => {
    authorizeGet(call, database, names[i] as string, document);
  });
  if (reader.newTransaction) yield { transaction: reader.newTransaction, readTime };
  for (const [i, document] of documents.entries()) {
    yield document
      ? { found: encodeDocument(document, mask), readTime }
      : { missing: names[i] as string, readTime };
  }
};

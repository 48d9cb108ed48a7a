import { randomInt } from "node:crypto";
import { checkSingleId, databaseOf, formatDatabaseName, parseParentName } from "../model/path.ts";
import { invalidArgument } from "../model/status.ts";
import { encodeDocument } from "../proto/document-codec.ts";
import type { google } from "../proto/protos.ts";
import { decodeMask } from "../proto/value-codec.ts";
import { decodeWrite } from "../proto/write-codec.ts";
import type { UnaryOperation } from "../request/call.ts";
import { commitWrites } from "./commit.ts";

type Operation = UnaryOperation<google.firestore.v1.ICreateDocumentRequest, google.firestore.v1.IDocument>;

const ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const ID_LENGTH_CHARS = 20;

/** CreateDocument: ALREADY_EXISTS when the id is taken; without an id a random one. */
export const createDocument: Operation = async (call, request) => {
  const { parent = "", collectionId, documentId } = request;
  parseParentName(parent ?? "");
  if (!collectionId) throw invalidArgument("A collection id is required.");
  checkSingleId(collectionId);
  if (documentId) checkSingleId(documentId);
  const name = `${parent}/${collectionId}/${documentId || randomId()}`;
  const id = databaseOf(name);
  const database = call.context.databases.get(id);
  const write = decodeWrite(
    { update: { name, fields: request.document?.fields ?? {} }, currentDocument: { exists: false } },
    formatDatabaseName(id),
  );
  await commitWrites(call, database, { writes: [write] });
  const document = database.store.get(name);
  return document ? encodeDocument(document, decodeMask(request.mask)) : {};
};

function randomId(): string {
  return Array.from({ length: ID_LENGTH_CHARS }, () => ID_LETTERS[randomInt(ID_LETTERS.length)]).join("");
}

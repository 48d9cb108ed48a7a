import type { StoredDocument } from "../model/document.ts";
import { compareResourceNames } from "../model/order.ts";
import { checkSingleId, databaseOf, parseParentName } from "../model/path.ts";
import { invalidArgument } from "../model/status.ts";
import type { Query } from "../query/query.ts";
import type { Call, UnaryOperation } from "../server/call.ts";
import type { Database } from "../storage/database.ts";
import { authorizeList } from "./authorize.ts";
import { encodeDocument } from "./document-codec.ts";
import { parseOrderBy } from "./order-by-text.ts";
import { decodePageToken, takePage } from "./page-token.ts";
import type { google } from "./protos.ts";
import { openReader } from "./reader.ts";
import { decodeMask } from "./value-codec.ts";

type Request = google.firestore.v1.IListDocumentsRequest;
type Operation = UnaryOperation<Request, google.firestore.v1.IListDocumentsResponse>;

const MAX_PAGE_SIZE = 300;

/** ListDocuments: a page of a collection; with show_missing also documents that only have subcollections. */
export const listDocuments: Operation = async (call, request) => {
  const query = queryOf(request);
  checkRequest(request, query);
  const after = decodePageToken(request.pageToken);
  const documents = await listed(call, request, query);
  const start = after === undefined ? 0 : documents.findIndex(({ name }) => name === after) + 1;
  const rest = start === 0 && after !== undefined ? afterName(documents, after) : documents.slice(start);
  const pageSize = Math.min(request.pageSize || MAX_PAGE_SIZE, MAX_PAGE_SIZE);
  const { page, nextPageToken } = takePage(rest, pageSize, ({ name }) => name);
  call.context.meter.addQuery(databaseOf(query.parent).projectId, page.length);
  const mask = decodeMask(request.mask);
  return {
    documents: page.map(({ name, document }) => (document ? encodeDocument(document, mask) : { name })),
    nextPageToken,
  };
};

/** In the words and the order of Google's emulator. */
function checkRequest(request: Request, { collectionId, orderBy }: Query): void {
  if ((request.pageSize ?? 0) < 0) throw invalidArgument("Page size must be nonnegative.");
  if (collectionId === undefined) {
    if (request.showMissing) throw invalidArgument("collection id must be set when show_missing is true");
    const isByField = orderBy.some(({ path }) => !path.isDocumentName);
    if (isByField) throw invalidArgument("kind is required for all orders except __key__ ascending");
  }
  if (request.showMissing && request.orderBy) {
    throw invalidArgument("show_missing cannot be combined with order_by.");
  }
}

interface Listed {
  readonly name: string;
  readonly document?: StoredDocument;
}

function queryOf(request: Request): Query {
  const parent = request.parent ?? "";
  parseParentName(parent);
  if (request.collectionId) checkSingleId(request.collectionId);
  const orders = parseOrderBy(request.orderBy ?? "");
  return {
    parent,
    ...(request.collectionId ? { collectionId: request.collectionId } : {}),
    allDescendants: false,
    orderBy: orders.slice(0, -1),
    orders,
    offset: 0,
  };
}

async function listed(call: Call, request: Request, query: Query): Promise<Listed[]> {
  const database = call.context.databases.get(databaseOf(query.parent));
  authorizeList(call, database, query);
  const { documents: found } = await openReader(call, database, request).query(query);
  const documents = found.map((document) => ({ name: document.name, document }));
  if (!request.showMissing) return documents;
  return [...documents, ...missing(database.store, query)].sort((a, b) =>
    compareResourceNames(a.name, b.name),
  );
}

function missing(store: Database, query: Query): Listed[] {
  const prefix = `${query.parent}/${query.collectionId}/`;
  const names = new Set<string>();
  for (const collection of store.documents.collectionNames()) {
    if (!collection.startsWith(prefix)) continue;
    const name = collection.slice(0, collection.indexOf("/", prefix.length));
    if (!store.documents.get(name)) names.add(name);
  }
  return [...names].map((name) => ({ name }));
}

/** The token's document was deleted since: go on behind its place. */
function afterName(documents: readonly Listed[], name: string): Listed[] {
  return documents.filter((document) => compareResourceNames(document.name, name) > 0);
}

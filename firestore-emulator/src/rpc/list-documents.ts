import type { StoredDocument } from "../model/document.ts";
import { compareResourceNames } from "../model/order.ts";
import { checkSingleId, databaseOf, parseParentName } from "../model/path.ts";
import { invalidArgument } from "../model/status.ts";
import { Timestamp } from "../model/timestamp.ts";
import { encodeDocument } from "../proto/document-codec.ts";
import { parseOrderBy } from "../proto/order-by-text.ts";
import type { google } from "../proto/protos.ts";
import { decodeMask } from "../proto/value-codec.ts";
import { compareByOrders } from "../query/matching.ts";
import type { Query } from "../query/query.ts";
import type { Call, UnaryOperation } from "../request/call.ts";
import type { Database } from "../storage/database.ts";
import { authorizeList } from "./authorize.ts";
import { decodePageToken, takePage } from "./page-token.ts";
import { openReader } from "./reader.ts";

type Request = google.firestore.v1.IListDocumentsRequest;
type Operation = UnaryOperation<Request, google.firestore.v1.IListDocumentsResponse>;

const MAX_PAGE_SIZE = 300;

/** ListDocuments: a page of a collection; with show_missing also documents that only have subcollections. */
export const listDocuments: Operation = async (call, request) => {
  const query = queryOf(request);
  checkRequest(request, query);
  const place = decodePlace(request.pageToken);
  const { store } = call.context.databases.get(databaseOf(query.parent));
  const { documents, readTime } = await listed(call, request, query);
  const rest = place === undefined ? documents : behind(place, documents, { store, query });
  const pageSize = Math.min(request.pageSize || MAX_PAGE_SIZE, MAX_PAGE_SIZE);
  const { page, nextPageToken } = takePage(rest, pageSize, ({ name }) => `${readTime.toMicros()} ${name}`);
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

async function listed(
  call: Call,
  request: Request,
  query: Query,
): Promise<{ documents: readonly Listed[]; readTime: Timestamp }> {
  const database = call.context.databases.get(databaseOf(query.parent));
  authorizeList(call, database, query);
  const reader = openReader(call, database, request);
  const found = (await reader.query(query)).documents;
  const documents: Listed[] = found.map((document) => ({ name: document.name, document }));
  if (request.showMissing) {
    documents.push(...missing(database.store, query));
    documents.sort((a, b) => compareResourceNames(a.name, b.name));
  }
  return { documents, readTime: reader.readTime };
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

/** Where a page ended: at this name as of then. Since then its document may have moved, or be gone. */
interface Place {
  readonly name: string;
  readonly time: Timestamp;
}

function decodePlace(token: string | null | undefined): Place | undefined {
  const position = decodePageToken(token);
  if (position === undefined) return undefined;
  const [, micros, name] = /^(\d{1,16}) (.+)$/s.exec(position) ?? [];
  if (micros === undefined || name === undefined) throw invalidArgument("Invalid page token.");
  return { name, time: Timestamp.fromMicros(Number(micros)) };
}

function behind(
  { name, time }: Place,
  documents: readonly Listed[],
  { store, query }: { store: Database; query: Query },
): readonly Listed[] {
  const compare = compareByOrders(query.orders);
  const last = store.get(name, time) ?? nothingAt(name, time);
  return documents.filter((each) => compare(each.document ?? nothingAt(each.name, time), last) > 0);
}

/** Stands for a missing document, which has its place in the order of names only. */
function nothingAt(name: string, time: Timestamp): StoredDocument {
  return { name, fields: new Map(), createTime: time, updateTime: time };
}

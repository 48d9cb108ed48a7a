import { LIMITS, type Page, type PageQuery } from "@livechat/contract";
import {
  FieldPath,
  type Firestore,
  type Query,
  type QueryDocumentSnapshot,
  Timestamp,
  type Transaction,
} from "firebase-admin/firestore";
import { isDatabaseError } from "./conflict.ts";
import { badPageToken, nameOfList, readStringsToken, writePageToken } from "./page-token.ts";

export interface Order {
  /** What is listed: a token of another list is refused. */
  list: string;
  /** A time field that every document of the list has. */
  field: string;
  direction: "asc" | "desc";
  /** The field changes while people page: later pages are read as the list was when the first one was read. */
  isMutable?: boolean;
}

/** Firestore reserves ids like `__this__` and refuses them with an error of its own. */
const ID = /^(?!__.*__$)[A-Za-z0-9_-]{1,128}$/;

interface Position {
  at: Timestamp;
  id: string;
  /** When the first page was read. */
  readAt: Timestamp | null;
}

/** Seconds and nanoseconds: a time as exact as Firestore stores it. */
function positionOf(
  snapshot: QueryDocumentSnapshot,
  page: PageQuery,
  { list, field, isMutable, readAt }: Order & { readAt?: Timestamp | undefined },
): string {
  const at: unknown = snapshot.get(field);
  if (!(at instanceof Timestamp)) throw new Error(`${snapshot.ref.path} has no time in ${field}.`);
  const position = [...toStrings(at), snapshot.id];
  const since = isMutable ? toStrings(readAt ?? snapshot.readTime) : [];
  return writePageToken(nameOfList(list, page), [...position, ...since]);
}

function toStrings({ seconds, nanoseconds }: Timestamp): string[] {
  return [String(seconds), String(nanoseconds)];
}

function readPosition(token: string, page: PageQuery, { list, isMutable }: Order): Position {
  const parts = readStringsToken(nameOfList(list, page), token, isMutable ? 5 : 3);
  const [seconds, nanos, id, readSeconds, readNanos] = parts;
  if (!ID.test(id ?? "")) throw badPageToken();
  try {
    const readAt = isMutable ? new Timestamp(Number(readSeconds), Number(readNanos)) : null;
    return { at: new Timestamp(Number(seconds), Number(nanos)), id: id as string, readAt };
  } catch (cause) {
    throw badPageToken(cause);
  }
}

/** Firestore keeps what was for an hour. */
const READ_AGAIN_SECONDS = 55 * 60;

/**
 * Reads one page of a list whose order changes: from the second page on as it was when the first one was read, so that
 * what moves to the front meanwhile is neither missed nor met twice.
 * @throws ChatError `validation` when the page token is older than an hour.
 */
export async function readAsOfFirstPage(
  queries: readonly Query[],
  page: PageQuery,
  { order, db, now }: { order: Order; db: Firestore; now: Date },
): Promise<{ found: QueryDocumentSnapshot[][]; readAt: Timestamp }> {
  const paged = queries.map((query) => pageOfQuery(query, page, order));
  const readAt = page.pageToken === undefined ? null : readPosition(page.pageToken, page, order).readAt;
  if (readAt === null) {
    const read = await Promise.all(paged.map((query) => query.get()));
    const first = read.reduce((a, b) => (b.readTime.valueOf() < a.readTime.valueOf() ? b : a));
    return { found: read.map(({ docs }) => docs), readAt: first.readTime };
  }
  if (now.getTime() / 1000 - readAt.seconds > READ_AGAIN_SECONDS) throw badPageToken();
  try {
    const read = (tx: Transaction) => Promise.all(paged.map(async (query) => (await tx.get(query)).docs));
    return { found: await db.runTransaction(read, { readOnly: true, readTime: readAt }), readAt };
  } catch (error) {
    // A time that no page was read at, or that is no longer kept.
    if (isDatabaseError(error, "invalidArgument", "failedPrecondition")) throw badPageToken(error);
    throw error;
  }
}

/**
 * A query cut to one page and one more document, which tells whether there is a next page.
 * @param page with everything that the list is filtered by: tokens belong to the list with these filters.
 */
export function pageOfQuery(query: Query, page: PageQuery, order: Order): Query {
  const ordered = query
    .orderBy(order.field, order.direction)
    .orderBy(FieldPath.documentId(), order.direction)
    .limit((page.limit ?? LIMITS.DEFAULT_PAGE_ITEMS) + 1);
  if (page.pageToken === undefined) return ordered;
  const { at, id } = readPosition(page.pageToken, page, order);
  return ordered.startAfter(at, id);
}

/** Reads one page of a list in a stable order: what is added or changed meanwhile never shifts the next pages. */
export async function readPage<T>(
  query: Query,
  page: PageQuery,
  { order, parse }: { order: Order; parse: (snapshots: QueryDocumentSnapshot[]) => T[] },
): Promise<Page<T>> {
  const { docs } = await pageOfQuery(query, page, order).get();
  return cutPage(docs, page, { order, parse });
}

/** A page from the documents that one or several `pageOfQuery` found, in order. */
export function cutPage<T>(
  docs: QueryDocumentSnapshot[],
  page: PageQuery,
  {
    order,
    parse,
    readAt,
  }: { order: Order; parse: (snapshots: QueryDocumentSnapshot[]) => T[]; readAt?: Timestamp },
): Page<T> {
  const limit = page.limit ?? LIMITS.DEFAULT_PAGE_ITEMS;
  const items = docs.slice(0, limit);
  const last = items.at(-1);
  const nextPageToken = docs.length > limit && last ? positionOf(last, page, { ...order, readAt }) : null;
  return { items: parse(items), nextPageToken };
}

const FILTERED_BATCH = 200;

interface Filtered<T> {
  order: Order;
  /** The item, or null for a document that the list leaves out. */
  keep(snapshot: QueryDocumentSnapshot): T | null;
  /** For an order that changes: later pages are read as the list was when the first one was read. */
  asOf?: { db: Firestore; now: Date };
}

/** Reads batches of a query: from the second on, and on later pages from the first, as it was at one time. */
function batchReader(page: PageQuery, { order, asOf }: Pick<Filtered<unknown>, "order" | "asOf">) {
  let readAt =
    page.pageToken === undefined || !asOf ? null : readPosition(page.pageToken, page, order).readAt;
  return async (query: Query) => {
    if (!asOf || readAt === null) {
      const { docs, readTime } = await query.get();
      readAt = readTime;
      return { docs, readAt };
    }
    return { docs: await readThen(query, readAt, asOf), readAt };
  };
}

async function readThen(query: Query, readAt: Timestamp, { db, now }: { db: Firestore; now: Date }) {
  if (now.getTime() / 1000 - readAt.seconds > READ_AGAIN_SECONDS) throw badPageToken();
  try {
    const read = async (tx: Transaction) => (await tx.get(query)).docs;
    return await db.runTransaction(read, { readOnly: true, readTime: readAt });
  } catch (error) {
    // A time that no page was read at, or that is no longer kept.
    if (isDatabaseError(error, "invalidArgument", "failedPrecondition")) throw badPageToken(error);
    throw error;
  }
}

/** A page of what `keep` keeps, for filters that no index answers: reads on until the page is full or nothing is left. */
export async function readFilteredPage<T>(
  query: Query,
  page: PageQuery,
  { order, keep, ...more }: Filtered<T>,
): Promise<Page<T>> {
  const limit = page.limit ?? LIMITS.DEFAULT_PAGE_ITEMS;
  const readBatch = batchReader(page, { order, ...more });
  let next = pageOfQuery(query, page, order).limit(FILTERED_BATCH);
  const items: T[] = [];
  let last: QueryDocumentSnapshot | undefined;
  for (;;) {
    const { docs, readAt } = await readBatch(next);
    for (const doc of docs) {
      const item = keep(doc);
      if (item === null) continue;
      if (items.length === limit && last) {
        return { items, nextPageToken: positionOf(last, page, { ...order, readAt }) };
      }
      items.push(item);
      last = doc;
    }
    const end = docs.at(-1);
    if (!end || docs.length < FILTERED_BATCH) return { items, nextPageToken: null };
    next = next.startAfter(end);
  }
}

/** Agents, groups and tags are listed in the order in which they were made. */
export const byCreation = (list: string): Order => ({ list, field: "createdAt", direction: "asc" });

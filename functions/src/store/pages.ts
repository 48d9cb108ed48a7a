import { LIMITS, type Page, type PageQuery } from "@livechat/contract";
import { FieldPath, type Query, type QueryDocumentSnapshot, Timestamp } from "firebase-admin/firestore";
import { badPageToken, nameOfList, readStringsToken, writePageToken } from "./page-token.ts";

export interface Order {
  /** What is listed: a token of another list is refused. */
  list: string;
  /** A time field that every document of the list has. */
  field: string;
  direction: "asc" | "desc";
}

const ID = /^[A-Za-z0-9_-]{1,128}$/;

interface Position {
  at: Timestamp;
  id: string;
}

/** Seconds and nanoseconds: a time as exact as Firestore stores it. */
function positionOf(snapshot: QueryDocumentSnapshot, page: PageQuery, { list, field }: Order): string {
  const at: unknown = snapshot.get(field);
  if (!(at instanceof Timestamp)) throw new Error(`${snapshot.ref.path} has no time in ${field}.`);
  const position = [String(at.seconds), String(at.nanoseconds), snapshot.id];
  return writePageToken(nameOfList(list, page), position);
}

function readPosition(token: string, page: PageQuery, { list }: Order): Position {
  const [seconds, nanos, id] = readStringsToken(nameOfList(list, page), token, 3);
  if (!ID.test(id ?? "")) throw badPageToken();
  try {
    return { at: new Timestamp(Number(seconds), Number(nanos)), id: id as string };
  } catch (cause) {
    throw badPageToken(cause);
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
  { order, parse }: { order: Order; parse: (snapshots: QueryDocumentSnapshot[]) => T[] },
): Page<T> {
  const limit = page.limit ?? LIMITS.DEFAULT_PAGE_ITEMS;
  const items = docs.slice(0, limit);
  const last = items.at(-1);
  const nextPageToken = docs.length > limit && last ? positionOf(last, page, order) : null;
  return { items: parse(items), nextPageToken };
}

const FILTERED_BATCH = 200;

/**
 * A page of what `keep` keeps, for filters that no index answers: reads on until the page is full or nothing is left.
 * @param keep the item, or null for a document that the list leaves out.
 */
export async function readFilteredPage<T>(
  query: Query,
  page: PageQuery,
  { order, keep }: { order: Order; keep: (snapshot: QueryDocumentSnapshot) => T | null },
): Promise<Page<T>> {
  const limit = page.limit ?? LIMITS.DEFAULT_PAGE_ITEMS;
  let next = pageOfQuery(query, page, order).limit(FILTERED_BATCH);
  const items: T[] = [];
  let last: QueryDocumentSnapshot | undefined;
  for (;;) {
    const { docs } = await next.get();
    for (const doc of docs) {
      const item = keep(doc);
      if (item === null) continue;
      if (items.length === limit && last) return { items, nextPageToken: positionOf(last, page, order) };
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

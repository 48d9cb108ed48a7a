import type { StoredDocument } from "../model/document.ts";
import type { Timestamp } from "../model/value.ts";
import { applyFindNearest } from "../query/find-nearest.ts";
import { compareByOrders, matchesQuery } from "../query/matching.ts";
import type { Query } from "../query/query.ts";
import type { CommitEvent } from "./commit-event.ts";
import type { Documents } from "./documents.ts";
import type { IndexedScope, Indexes } from "./indexes.ts";
import { planQuery, type ScanPlan, singleValueScan } from "./plan.ts";
import type { IndexEntry } from "./query-index.ts";

export interface QueryResult {
  /** Ordered, after cursors, offset and limit, without projection. */
  readonly documents: StoredDocument[];
  /** How many were left out by the offset. */
  readonly skipped: number;
  /** Index entries or documents looked at. */
  readonly scanned: number;
}

/** What queries are answered from: the documents and indexes of now, and the versions of before. */
export interface QuerySource {
  readonly documents: Documents;
  readonly indexes: Indexes;
  get(name: string, at: Timestamp): StoredDocument | undefined;
  checkReadTime(at: Timestamp): void;
  commitsSince(at: Timestamp): Iterable<CommitEvent>;
}

/** Collections up to this size are read whole: quicker than keeping an index for them. */
const MAX_UNINDEXED_DOCUMENTS = 64;
/** Up to this many candidates are sorted at each query rather than kept sorted in an index. */
const MAX_SORTED_CANDIDATES = 500;

/** Runs a query now or as of `at`. */
export function runQuery(database: QuerySource, query: Query, at?: Timestamp): QueryResult {
  if (at) database.checkReadTime(at);
  const past = at ? pastVersions(database, query, at) : undefined;
  const sources = currentSources(database, query);
  const documents: StoredDocument[] = [];
  let skipped = 0;
  let scanned = 0;
  const limit = query.findNearest ? undefined : query.limit;
  const isDone = () => limit !== undefined && documents.length >= limit;
  const counted = sources.map((source) => filtered(source));
  function* filtered(source: Iterable<StoredDocument>): Generator<StoredDocument> {
    for (const document of source) {
      scanned++;
      if (!past?.changed.has(document.name) && matchesQuery(query, document)) yield document;
    }
  }
  for (const document of isDone() ? [] : merge([...counted, past?.documents ?? []], query)) {
    if (skipped < query.offset) skipped++;
    else documents.push(document);
    if (isDone()) break;
  }
  const results = query.findNearest ? applyFindNearest(query.findNearest, documents) : documents;
  return { documents: results, skipped, scanned };
}

/** The query's documents that changed after `at`, as they were then, in order; and the names of all changed ones. */
function pastVersions(
  database: QuerySource,
  query: Query,
  at: Timestamp,
): { changed: Set<string>; documents: StoredDocument[] } {
  const changed = new Set<string>();
  for (const event of database.commitsSince(at)) {
    for (const change of event.changes) changed.add(change.name);
  }
  const documents: StoredDocument[] = [];
  for (const name of changed) {
    const document = database.get(name, at);
    if (document && matchesQuery(query, document)) documents.push(document);
  }
  return { changed, documents: documents.sort(compareByOrders(query.orders)) };
}

/** Candidates in the query's order: for small collections one list, else a walk over an index for each branch. */
function currentSources(database: QuerySource, query: Query): Iterable<StoredDocument>[] {
  const { documents } = database;
  if (query.collectionId === undefined) return [sorted(query, documents.all())];
  const scope = scopeOf(query, query.collectionId);
  const names =
    scope.kind === "collection" ? [scope.name] : [...documents.collectionsInGroup(scope.collectionId)];
  const size = names.reduce((sum, name) => sum + documents.collectionSize(name), 0);
  if (size <= MAX_UNINDEXED_DOCUMENTS) {
    return [
      sorted(
        query,
        names.flatMap((name) => [...documents.inCollection(name)]),
      ),
    ];
  }
  return planQuery(query).map((plan) => {
    if (plan.kind === "scan") return scan(database, scope, { query, plan });
    const document = documents.get(plan.name);
    return document ? [document] : [];
  });
}

/**
 * The documents of one branch, in the query's order. Without the very index for it, few candidates from the index of
 * a single field are sorted; only where there are many is it worth building that index.
 */
function scan(
  database: QuerySource,
  scope: IndexedScope,
  { query, plan }: { query: Query; plan: ScanPlan },
): Iterable<StoredDocument> {
  const { indexes } = database;
  if (!indexes.has(scope, plan.shape)) {
    for (const { path, value } of plan.equalities) {
      const single = singleValueScan(path, value);
      if (!indexes.has(scope, single.shape)) continue;
      const few = take(indexes.find(scope, single.shape).scan(single.range), MAX_SORTED_CANDIDATES);
      if (few) return sorted(query, few);
    }
  }
  return documentsOf(indexes.find(scope, plan.shape).scan(plan.range));
}

/** All documents of a walk; undefined when there are more than `max`. */
function take(entries: Iterable<IndexEntry>, max: number): StoredDocument[] | undefined {
  const documents: StoredDocument[] = [];
  for (const { document } of entries) {
    if (documents.length === max) return undefined;
    documents.push(document);
  }
  return documents;
}

function* documentsOf(entries: Iterable<IndexEntry>): Generator<StoredDocument> {
  for (const entry of entries) yield entry.document;
}

function sorted(query: Query, documents: Iterable<StoredDocument>): StoredDocument[] {
  const matching: StoredDocument[] = [];
  for (const document of documents) if (matchesQuery(query, document)) matching.push(document);
  return matching.sort(compareByOrders(query.orders));
}

function scopeOf(query: Query, collectionId: string): IndexedScope {
  return query.allDescendants
    ? { kind: "group", collectionId }
    : { kind: "collection", name: `${query.parent}/${collectionId}` };
}

/** Merges sorted sources into one, each document once. */
function* merge(sources: readonly Iterable<StoredDocument>[], query: Query): Generator<StoredDocument> {
  const compare = compareByOrders(query.orders);
  const cursors = sources
    .map((source) => source[Symbol.iterator]())
    .map((iterator) => ({
      iterator,
      next: iterator.next(),
    }));
  let last: string | undefined;
  for (;;) {
    let first: (typeof cursors)[number] | undefined;
    for (const cursor of cursors) {
      if (cursor.next.done) continue;
      if (!first || compare(cursor.next.value, first.next.value) < 0) first = cursor;
    }
    if (!first) return;
    const document: StoredDocument = first.next.value;
    if (document.name !== last) yield document;
    last = document.name;
    first.next = first.iterator.next();
  }
}

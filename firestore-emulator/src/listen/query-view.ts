import type { StoredDocument } from "../model/document.ts";
import { compareTimestamps } from "../model/timestamp.ts";
import { compareByOrders, matchesQuery } from "../query/matching.ts";
import type { Query } from "../query/query.ts";
import type { Change } from "../storage/commit-event.ts";

/** Runs a query as of now; the answer is complete documents in order, after offset and limit. */
export type RunQuery = (query: Query) => readonly StoredDocument[];

/** What a commit did to one document, seen from a target. */
export interface ViewChange {
  readonly name: string;
  /** The document after the commit, also when it left the view; undefined when it is deleted. */
  readonly document: StoredDocument | undefined;
  readonly inView: boolean;
  /** It left because others moved before it, not because it changed. */
  readonly isPushedOut?: boolean;
}

/**
 * The results of one query, kept up to date commit by commit for everyone who listens to it.
 * Without a limit nothing needs to be stored: whether a document was and is a result follows from itself.
 */
export interface QueryView {
  readonly query: Query;
  /** @param changes those of one commit that may concern the query's collections */
  apply(changes: readonly Change[]): ViewChange[];
}

export function createQueryView(query: Query, run: RunQuery): QueryView {
  if (query.limit === undefined && query.offset === 0) return new OpenView(query);
  return new WindowView(query, run);
}

class OpenView implements QueryView {
  constructor(readonly query: Query) {}

  apply(changes: readonly Change[]): ViewChange[] {
    const result: ViewChange[] = [];
    for (const { name, before, after } of changes) {
      const inView = after !== undefined && matchesQuery(this.query, after);
      const wasInView = before !== undefined && matchesQuery(this.query, before);
      if (inView || wasInView) result.push({ name, document: after, inView });
    }
    return result;
  }
}

/**
 * A view with a limit or an offset remembers its window. Documents beyond the window are unknown,
 * so the query runs again only when something unknown may have moved in.
 */
class WindowView implements QueryView {
  private window: readonly StoredDocument[];
  private readonly compare: (a: StoredDocument, b: StoredDocument) => number;

  constructor(
    readonly query: Query,
    private readonly run: RunQuery,
  ) {
    this.compare = compareByOrders(query.orders);
    this.window = run(query);
  }

  apply(changes: readonly Change[]): ViewChange[] {
    const relevant = changes.filter(({ before, after }) => this.matches(before) || this.matches(after));
    if (relevant.length === 0) return [];
    const previous = this.window;
    this.window = this.advance(relevant) ?? this.run(this.query);
    return difference(previous, this.window, relevant);
  }

  private matches(document: StoredDocument | undefined): boolean {
    return document !== undefined && matchesQuery(this.query, document);
  }

  /** The next window if it follows from this one and the changes alone. */
  private advance(changes: readonly Change[]): readonly StoredDocument[] | undefined {
    const { limit, offset } = this.query;
    if (offset > 0 || limit === undefined) return undefined;
    const changed = new Set(changes.map((change) => change.name));
    const candidates = this.window.filter((document) => !changed.has(document.name));
    for (const { after } of changes) if (after !== undefined && this.matches(after)) candidates.push(after);
    candidates.sort(this.compare);
    const next = candidates.slice(0, limit);
    if (this.window.length < limit) return next;
    const boundary = this.window.at(-1);
    const last = next.at(-1);
    if (boundary === undefined || last === undefined || next.length < limit) return undefined;
    return this.compare(last, boundary) <= 0 ? next : undefined;
  }
}

function difference(
  previous: readonly StoredDocument[],
  next: readonly StoredDocument[],
  changes: readonly Change[],
): ViewChange[] {
  const before = new Map(previous.map((document) => [document.name, document]));
  const result: ViewChange[] = [];
  for (const document of next) {
    const old = before.get(document.name);
    before.delete(document.name);
    if (old !== undefined && compareTimestamps(old.updateTime, document.updateTime) === 0) continue;
    result.push({ name: document.name, document, inView: true });
  }
  const changed = new Map(changes.map((change) => [change.name, change]));
  for (const [name, old] of before) {
    const change = changed.get(name);
    result.push(
      change === undefined
        ? { name, document: old, inView: false, isPushedOut: true }
        : { name, document: change.after, inView: false },
    );
  }
  return result;
}

import { collectionIdOf, parentName } from "../model/path.ts";
import type { Query } from "../query/query.ts";
import type { Change } from "../storage/commit-event.ts";
import { createQueryView, type QueryView, type RunQuery, type ViewChange } from "./query-view.ts";

/** A view that several targets share, and those targets. */
export interface SharedView<T> {
  readonly key: string;
  readonly view: QueryView;
  readonly targets: Set<T>;
}

/**
 * All views of a database, found by the collection they read, so that a commit costs what concerns it.
 * Equal queries share one view: a thousand listeners of one query are matched once.
 */
export class ViewIndex<T> {
  private readonly views = new Map<string, SharedView<T>>();
  /** Keys: "C" + a collection's full name, "G" + a collection group's id, "*" for queries over every collection. */
  private readonly byScope = new Map<string, Set<SharedView<T>>>();

  constructor(private readonly run: RunQuery) {}

  /** @param key equal for equal queries */
  join(key: string, query: Query, target: T): SharedView<T> {
    let shared = this.views.get(key);
    if (shared === undefined) {
      shared = { key, view: createQueryView(query, this.run), targets: new Set() };
      this.views.set(key, shared);
      entry(this.byScope, scopeOf(query)).add(shared);
    }
    shared.targets.add(target);
    return shared;
  }

  /** Whether somebody listens to the query. */
  has(key: string): boolean {
    return this.views.has(key);
  }

  leave(shared: SharedView<T>, target: T): void {
    shared.targets.delete(target);
    if (shared.targets.size > 0) return;
    this.views.delete(shared.key);
    const scope = scopeOf(shared.view.query);
    const views = this.byScope.get(scope);
    views?.delete(shared);
    if (views?.size === 0) this.byScope.delete(scope);
  }

  /** What the commit's changes did, view by view. */
  apply(changes: readonly Change[]): { shared: SharedView<T>; changes: ViewChange[] }[] {
    const concerned = new Map<SharedView<T>, Change[]>();
    for (const change of changes) {
      for (const shared of this.concernedBy(change.name)) {
        const list = concerned.get(shared);
        if (list === undefined) concerned.set(shared, [change]);
        else list.push(change);
      }
    }
    return [...concerned].map(([shared, own]) => ({ shared, changes: shared.view.apply(own) }));
  }

  private *concernedBy(name: string): Iterable<SharedView<T>> {
    yield* this.byScope.get(`C${parentName(name)}`) ?? [];
    yield* this.byScope.get(`G${collectionIdOf(name)}`) ?? [];
    yield* this.byScope.get("*") ?? [];
  }
}

function scopeOf(query: Query): string {
  if (query.collectionId === undefined) return "*";
  return query.allDescendants ? `G${query.collectionId}` : `C${query.parent}/${query.collectionId}`;
}

function entry<V>(map: Map<string, Set<V>>, key: string): Set<V> {
  let set = map.get(key);
  if (set === undefined) {
    set = new Set();
    map.set(key, set);
  }
  return set;
}

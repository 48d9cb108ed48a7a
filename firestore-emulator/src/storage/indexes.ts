import type { StoredDocument } from "../model/document.ts";
import { FieldPath } from "../model/field-path.ts";
import { collectionIdOf, lastId, parentName } from "../model/path.ts";
import { isArray, isMap } from "../model/value.ts";
import type { Change } from "./commit-event.ts";
import type { Documents } from "./documents.ts";
import { type IndexShape, QueryIndex, shapeText } from "./query-index.ts";

/** A collection by its full name, or all collections with an id. */
export type IndexedScope =
  | { readonly kind: "collection"; readonly name: string }
  | { readonly kind: "group"; readonly collectionId: string };

/** Per collection or group, the indexes kept; the one that was used longest ago goes first. */
const MAX_INDEXES_PER_SCOPE = 48;
/** From this size on a collection's plain fields are indexed as they are written, before anybody asks. */
const MIN_DOCUMENTS_FOR_AUTOMATIC = 500;
const MAX_AUTOMATIC_FIELDS = 16;

/**
 * Indexes for whatever queries ask for: built from the documents at the first query of a shape and kept up to date
 * by every commit since, so that later queries read only their results. Single fields of large collections are
 * indexed without being asked.
 */
export class Indexes {
  /** Scope -> shape -> index, in order of last use. */
  private readonly byScope = new Map<string, Map<string, QueryIndex>>();
  /** Collection -> fields indexed automatically. */
  private readonly automatic = new Map<string, Set<string>>();

  constructor(private readonly documents: Documents) {}

  has(scope: IndexedScope, shape: IndexShape): boolean {
    return this.byScope.get(keyOf(scope))?.has(shapeText(shape)) ?? false;
  }

  find(scope: IndexedScope, shape: IndexShape): QueryIndex {
    const key = keyOf(scope);
    const indexes = this.byScope.get(key) ?? new Map<string, QueryIndex>();
    this.byScope.set(key, indexes);
    const text = shapeText(shape);
    const index =
      indexes.get(text) ?? new QueryIndex(shape, this.documentsIn(scope), scope.kind === "collection");
    indexes.delete(text);
    indexes.set(text, index);
    if (indexes.size > MAX_INDEXES_PER_SCOPE) indexes.delete(indexes.keys().next().value as string);
    return index;
  }

  /** Call for every change, after the documents have it. */
  update({ name, before, after }: Change): void {
    const collection = parentName(name);
    if (this.byScope.size > 0) {
      this.replace(`c${collection}`, before, after);
      this.replace(`g${collectionIdOf(name)}`, before, after);
    }
    if (!after) this.forgetEmpty(collection);
    else if (this.documents.collectionSize(collection) >= MIN_DOCUMENTS_FOR_AUTOMATIC) {
      this.indexFields(collection, after);
    }
  }

  /** Collections come and go, with names of their own in each test: what is empty must not leave indexes behind. */
  private forgetEmpty(collection: string): void {
    if (this.documents.collectionSize(collection) > 0) return;
    this.byScope.delete(`c${collection}`);
    this.automatic.delete(collection);
    const id = lastId(collection);
    if (!this.documents.hasCollection(id)) this.byScope.delete(`g${id}`);
  }

  /** Scopes that have indexes at present. */
  get scopes(): number {
    return this.byScope.size;
  }

  /** Forgets all indexes: cheaper than emptying them entry by entry. */
  clear(): void {
    this.byScope.clear();
    this.automatic.clear();
  }

  private indexFields(collection: string, { fields }: StoredDocument): void {
    const known = this.automatic.get(collection) ?? new Set<string>();
    this.automatic.set(collection, known);
    for (const [name, value] of fields) {
      if (known.has(name) || known.size >= MAX_AUTOMATIC_FIELDS || isArray(value) || isMap(value)) continue;
      known.add(name);
      const shape: IndexShape = {
        fields: [{ path: new FieldPath([name]), mode: "asc" }],
        nameDirection: "asc",
      };
      this.find({ kind: "collection", name: collection }, shape);
    }
  }

  private replace(key: string, before?: StoredDocument, after?: StoredDocument): void {
    for (const index of this.byScope.get(key)?.values() ?? []) index.replace(before, after);
  }

  private *documentsIn(scope: IndexedScope): Generator<StoredDocument> {
    if (scope.kind === "collection") {
      yield* this.documents.inCollection(scope.name);
      return;
    }
    for (const name of this.documents.collectionsInGroup(scope.collectionId)) {
      yield* this.documents.inCollection(name);
    }
  }
}

function keyOf(scope: IndexedScope): string {
  return scope.kind === "collection" ? `c${scope.name}` : `g${scope.collectionId}`;
}

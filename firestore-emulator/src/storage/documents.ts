import type { StoredDocument } from "../model/document.ts";
import { compareUtf8 } from "../model/order.ts";
import { lastId, parentName } from "../model/path.ts";

/** All current documents, by name and by collection. */
export class Documents {
  private readonly byName = new Map<string, StoredDocument>();
  /** Collection name -> its documents. Collections exist while they hold a document. */
  private readonly collections = new Map<string, Map<string, StoredDocument>>();
  /** Collection id -> names of the collections with that id. */
  private readonly groups = new Map<string, Set<string>>();

  get size(): number {
    return this.byName.size;
  }

  get(name: string): StoredDocument | undefined {
    return this.byName.get(name);
  }

  /** Stores or (undefined) removes. */
  put(name: string, document: StoredDocument | undefined): void {
    const collection = parentName(name);
    if (document) {
      this.byName.set(name, document);
      this.openCollection(collection).set(name, document);
      return;
    }
    this.byName.delete(name);
    const members = this.collections.get(collection);
    members?.delete(name);
    if (members?.size === 0) this.closeCollection(collection);
  }

  all(): Iterable<StoredDocument> {
    return this.byName.values();
  }

  inCollection(collection: string): Iterable<StoredDocument> {
    return this.collections.get(collection)?.values() ?? [];
  }

  collectionSize(collection: string): number {
    return this.collections.get(collection)?.size ?? 0;
  }

  /** Names of the collections with this id anywhere. */
  collectionsInGroup(collectionId: string): Iterable<string> {
    return this.groups.get(collectionId) ?? [];
  }

  /** Whether a collection with this id holds documents anywhere. */
  hasCollection(collectionId: string): boolean {
    return this.groups.has(collectionId);
  }

  /** Full names of all collections that hold documents. */
  collectionNames(): Iterable<string> {
    return this.collections.keys();
  }

  /**
   * Ids of the collections directly below the parent, sorted; also those that exist only because
   * something is nested deeper (a missing document's subcollections).
   */
  collectionIdsBelow(parent: string): string[] {
    const prefix = `${parent}/`;
    const ids = new Set<string>();
    for (const collection of this.collections.keys()) {
      if (!collection.startsWith(prefix)) continue;
      const end = collection.indexOf("/", prefix.length);
      ids.add(collection.slice(prefix.length, end === -1 ? undefined : end));
    }
    return [...ids].sort(compareUtf8);
  }

  clear(): void {
    this.byName.clear();
    this.collections.clear();
    this.groups.clear();
  }

  private openCollection(name: string): Map<string, StoredDocument> {
    let members = this.collections.get(name);
    if (!members) {
      members = new Map();
      this.collections.set(name, members);
      const id = lastId(name);
      const group = this.groups.get(id);
      if (group) group.add(name);
      else this.groups.set(id, new Set([name]));
    }
    return members;
  }

  private closeCollection(name: string): void {
    this.collections.delete(name);
    const id = lastId(name);
    const group = this.groups.get(id);
    group?.delete(name);
    if (group?.size === 0) this.groups.delete(id);
  }
}

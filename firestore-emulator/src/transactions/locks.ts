import type { StoredDocument } from "../model/document.ts";
import { collectionIdOf } from "../model/path.ts";
import type { Change } from "../storage/commit-event.ts";

/** Whoever holds or waits for locks: a transaction, or one commit without a transaction. */
export interface LockOwner {
  /** Age for deadlocks: the larger, the younger. */
  readonly age: number;
}

/** What a query in a transaction has read: any document that it matches, before or after a write. */
export interface PredicateLock {
  readonly owner: LockOwner;
  /** Undefined: documents of every collection. */
  readonly collectionId: string | undefined;
  matches(document: StoredDocument): boolean;
}

const EVERY_COLLECTION = "";

/**
 * Shared locks held by running transactions: documents by name, queries by predicate.
 * There are no exclusive locks to hold: a commit applies in one step once nobody else's lock is in its way.
 */
export class Locks {
  private readonly documents = new Map<string, Set<LockOwner>>();
  private readonly predicates = new Map<string, Set<PredicateLock>>();
  private readonly held = new Map<LockOwner, { names: Set<string>; predicates: Set<PredicateLock> }>();

  lockDocument(owner: LockOwner, name: string): void {
    const owners = this.documents.get(name);
    if (owners) owners.add(owner);
    else this.documents.set(name, new Set([owner]));
    this.heldBy(owner).names.add(name);
  }

  lockPredicate(lock: PredicateLock): void {
    const key = lock.collectionId ?? EVERY_COLLECTION;
    const locks = this.predicates.get(key);
    if (locks) locks.add(lock);
    else this.predicates.set(key, new Set([lock]));
    this.heldBy(lock.owner).predicates.add(lock);
  }

  /** Owners, other than `owner`, of locks that a commit touching these documents must wait for. */
  blockersOf(owner: LockOwner, touched: readonly string[], changes: readonly Change[]): Set<LockOwner> {
    const blockers = new Set<LockOwner>();
    for (const name of touched) {
      for (const holder of this.documents.get(name) ?? []) if (holder !== owner) blockers.add(holder);
    }
    for (const change of changes) {
      for (const lock of this.predicatesFor(change.name)) {
        if (lock.owner !== owner && !blockers.has(lock.owner) && touches(lock, change))
          blockers.add(lock.owner);
      }
    }
    return blockers;
  }

  release(owner: LockOwner): void {
    const held = this.held.get(owner);
    if (!held) return;
    this.held.delete(owner);
    for (const name of held.names) removeFrom(this.documents, name, owner);
    for (const lock of held.predicates)
      removeFrom(this.predicates, lock.collectionId ?? EVERY_COLLECTION, lock);
  }

  private *predicatesFor(name: string): Generator<PredicateLock> {
    if (this.predicates.size === 0) return;
    yield* this.predicates.get(collectionIdOf(name)) ?? [];
    yield* this.predicates.get(EVERY_COLLECTION) ?? [];
  }

  private heldBy(owner: LockOwner): { names: Set<string>; predicates: Set<PredicateLock> } {
    let held = this.held.get(owner);
    if (!held) {
      held = { names: new Set(), predicates: new Set() };
      this.held.set(owner, held);
    }
    return held;
  }
}

function touches(lock: PredicateLock, { before, after }: Change): boolean {
  return (before !== undefined && lock.matches(before)) || (after !== undefined && lock.matches(after));
}

function removeFrom<T>(sets: Map<string, Set<T>>, key: string, member: T): void {
  const set = sets.get(key);
  set?.delete(member);
  if (set?.size === 0) sets.delete(key);
}

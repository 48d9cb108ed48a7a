import type { CollectionReference, Firestore } from "firebase-admin/firestore";

/** Counters that calls move even when they are refused. */
const BOOKKEEPING = new Set(["rateLimits"]);

async function readCollection(collection: CollectionReference, into: Map<string, string>): Promise<void> {
  const { docs } = await collection.get();
  for (const document of docs) {
    into.set(document.ref.path, `${document.updateTime.toMillis()} ${JSON.stringify(document.data())}`);
  }
  const parents = await collection.listDocuments();
  const nested = await Promise.all(parents.map((document) => document.listCollections()));
  for (const child of nested.flat()) await readCollection(child, into);
}

/** Everything that is stored, by path, so that a test can say that nothing changed. */
export async function readEverything(db: Firestore): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const collection of await db.listCollections()) {
    if (!BOOKKEEPING.has(collection.id)) await readCollection(collection, found);
  }
  return found;
}

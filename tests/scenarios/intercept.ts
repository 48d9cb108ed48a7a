import type {
  CollectionReference,
  DocumentReference,
  Firestore,
  WriteResult,
} from "firebase-admin/firestore";

type Transact = Firestore["runTransaction"];

/** The same database, where something happens just before the nth transaction that is run through it. */
export function beforeTransaction(db: Firestore, nth: number, act: () => Promise<unknown>): Firestore {
  return around(db, { nth, before: act });
}

/** The same database, where something happens just after the nth transaction that is run through it. */
export function afterTransaction(db: Firestore, nth: number, act: () => Promise<unknown>): Firestore {
  return around(db, { nth, after: act });
}

/** The same database, where something happens just before every transaction that is run through it. */
export function beforeEachTransaction(db: Firestore, act: () => Promise<unknown>): Firestore {
  return around(db, { nth: null, before: act });
}

interface Moment {
  /** null: every one. */
  readonly nth: number | null;
  readonly before?: () => Promise<unknown>;
  readonly after?: () => Promise<unknown>;
}

function around(db: Firestore, { nth, before, after }: Moment): Firestore {
  let count = 0;
  const runTransaction: Transact = async (...args) => {
    count += 1;
    const isIt = nth === null || count === nth;
    if (isIt) await before?.();
    const result = await db.runTransaction(...args);
    if (isIt) await after?.();
    return result;
  };
  return replacing(db, "runTransaction", runTransaction);
}

interface Write {
  readonly path: string;
  readonly method: "delete" | "update";
}

/** The same database, where something happens just before the first time that a document is so written on its own. */
export function beforeWrite(db: Firestore, { path, method }: Write, act: () => Promise<unknown>): Firestore {
  const [collectionName = "", id = ""] = path.split("/");
  let isFirst = true;
  const reference = (ref: DocumentReference): DocumentReference =>
    replacing(ref, method, async (...args: unknown[]) => {
      if (isFirst) {
        isFirst = false;
        await act();
      }
      return (ref[method] as (...args: unknown[]) => Promise<WriteResult>).apply(ref, args);
    });
  return replacing(db, "collection", (name) => {
    const collection = db.collection(name);
    if (name !== collectionName) return collection;
    const doc = (key: string) => (key === id ? reference(collection.doc(key)) : collection.doc(key));
    return replacing(collection, "doc", doc as CollectionReference["doc"]);
  });
}

function replacing<T extends object, K extends keyof T>(object: T, method: K, by: T[K]): T {
  return new Proxy(object, {
    get(target, name) {
      if (name === method) return by;
      const value = Reflect.get(target, name, target) as unknown;
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

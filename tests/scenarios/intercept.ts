import type { Firestore } from "firebase-admin/firestore";

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

/** The same database, where something happens just before the first time that documents are read by `getAll`. */
export function beforeGetAll(db: Firestore, act: () => Promise<unknown>): Firestore {
  let isFirst = true;
  const getAll: Firestore["getAll"] = async (...args) => {
    if (isFirst) {
      isFirst = false;
      await act();
    }
    return db.getAll(...args);
  };
  return replacing(db, "getAll", getAll);
}

function replacing<K extends keyof Firestore>(db: Firestore, method: K, by: Firestore[K]): Firestore {
  return new Proxy(db, {
    get(target, name) {
      if (name === method) return by;
      const value = Reflect.get(target, name, target) as unknown;
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

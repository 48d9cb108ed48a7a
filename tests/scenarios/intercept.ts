import type { Firestore } from "firebase-admin/firestore";

type Transact = Firestore["runTransaction"];

/** The same database, where something happens just before the nth transaction that is run through it. */
export function beforeTransaction(db: Firestore, nth: number, act: () => Promise<unknown>): Firestore {
  let count = 0;
  const runTransaction: Transact = async (...args) => {
    count += 1;
    if (count === nth) await act();
    return db.runTransaction(...args);
  };
  return new Proxy(db, {
    get(target, name) {
      if (name === "runTransaction") return runTransaction;
      const value = Reflect.get(target, name, target) as unknown;
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

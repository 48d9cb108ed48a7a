import type { Firestore } from "firebase-admin/firestore";

const queues = new WeakMap<Firestore, Map<string, Promise<unknown>>>();

/**
 * Runs work one after the other for the same key in this process. Only a courtesy: transactions that would
 * collide cost each other a second of back-off. What makes them correct is the database, across all processes.
 */
export function serialized<T>(db: Firestore, key: string, work: () => Promise<T>): Promise<T> {
  const queue = queues.get(db) ?? new Map<string, Promise<unknown>>();
  queues.set(db, queue);
  const turn = (queue.get(key) ?? Promise.resolve()).then(work, work);
  queue.set(key, turn);
  const leave = () => {
    if (queue.get(key) === turn) queue.delete(key);
  };
  turn.then(leave, leave);
  return turn;
}

import type { Firestore, Transaction } from "firebase-admin/firestore";

const queues = new WeakMap<Firestore, Map<string, Promise<unknown>>>();
const MAX_ATTEMPTS = 10;

/**
 * Runs work one after the other for the same key in this process. Only a courtesy: transactions that would
 * collide cost each other a second of back-off. What makes them correct is the database, across all processes.
 */
export function inTurn<T>(db: Firestore, key: string, work: () => Promise<T>): Promise<T> {
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

/**
 * A transaction on the team's own data (agents, groups, tags), which few people change, and seldom. `key` names what
 * alone it touches, when that is less than the team.
 */
export function changeTeam<T>(
  db: Firestore,
  change: (tx: Transaction) => Promise<T>,
  key = "team",
): Promise<T> {
  return inTurn(db, key, () => db.runTransaction(change, { maxAttempts: MAX_ATTEMPTS }));
}

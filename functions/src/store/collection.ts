import type {
  CollectionReference,
  DocumentData,
  DocumentReference,
  DocumentSnapshot,
  FieldValue,
  Firestore,
  Query,
  QueryDocumentSnapshot,
} from "firebase-admin/firestore";
import { Timestamp } from "firebase-admin/firestore";
import type { z } from "zod";

/** What may be written in place of a stored field: a Date for a time, or a server-side transform. */
export type Fields<T> = {
  [K in keyof T]: T[K] | FieldValue | Date | (T[K] extends object | null ? NestedFields<T[K]> : never);
};
type NestedFields<T> = T extends object ? { [K in keyof T]: T[K] | FieldValue | Date } : T;

/** Times are Timestamps in Firestore and RFC 3339 strings in our objects. */
function fromFirestore(value: unknown): unknown {
  if (value instanceof Timestamp) return value.toDate().toISOString();
  if (Array.isArray(value)) return value.map(fromFirestore);
  if (value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromFirestore(item)]));
  }
  return value;
}

/** One collection: where its documents are, and what shape they have. Documents are parsed once, on read. */
export interface Collection<T> {
  readonly name: string;
  /** What people call one of its documents: "No such <label>." */
  readonly label: string;
  /** The shape of its documents, in which times are strings. */
  readonly schema: z.ZodType<T>;
  all(db: Firestore): CollectionReference;
  ref(db: Firestore, id: string): DocumentReference;
  /** The document, or null when there is none. @throws when what is stored is not of the collection's shape. */
  parse(snapshot: DocumentSnapshot): T | null;
  parseAll(snapshots: readonly QueryDocumentSnapshot[]): T[];
  get(db: Firestore, id: string): Promise<T | null>;
  find(query: Query): Promise<T[]>;
}

/**
 * Declares a collection. `name` may be a path such as `threads/{id}/events` cut to its parent's collection.
 * @param label what people call one of its documents, unless it is the name without its last letter.
 */
export function defineCollection<S extends z.ZodType>(
  name: string,
  schema: S,
  label = name.slice(0, -1),
): Collection<z.output<S>> {
  type T = z.output<S>;
  const parseData = (data: DocumentData): T => schema.parse(fromFirestore(data));
  const collection: Collection<T> = {
    name,
    label,
    schema: schema as unknown as z.ZodType<T>,
    all: (db) => db.collection(name),
    ref: (db, id) => db.collection(name).doc(id),
    parse: (snapshot) => {
      const data = snapshot.data();
      return data === undefined ? null : parseData(data);
    },
    parseAll: (snapshots) => snapshots.map((snapshot) => parseData(snapshot.data())),
    get: async (db, id) => collection.parse(await db.collection(name).doc(id).get()),
    find: async (query) => collection.parseAll((await query.get()).docs),
  };
  return collection;
}

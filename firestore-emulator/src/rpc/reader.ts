import type { StoredDocument } from "../model/document.ts";
import { invalidArgument } from "../model/status.ts";
import type { Timestamp } from "../model/value.ts";
import type { google } from "../proto/protos.ts";
import { decodeTimestamp } from "../proto/value-codec.ts";
import type { Query } from "../query/query.ts";
import type { Call } from "../request/call.ts";
import type { QueryResult } from "../storage/run-query.ts";
import type { OpenDatabase } from "../transactions/databases.ts";
import type { Transaction } from "../transactions/transaction.ts";
import type { BeginOptions } from "../transactions/transactions.ts";

/** The consistency selector that all reading requests share. */
export interface ConsistencySelector {
  readonly transaction?: Uint8Array | string | null;
  readonly newTransaction?: google.firestore.v1.ITransactionOptions | null;
  readonly readTime?: google.protobuf.ITimestamp | null;
}

/** Reads for one request: in a transaction with locks, at a past time, or now. */
export interface Reader {
  /** The time as of which everything is read. */
  readonly readTime: Timestamp;
  /** Id of the transaction that the request started; undefined when it started none. */
  readonly newTransaction: Uint8Array | undefined;
  get(names: readonly string[]): Promise<readonly (StoredDocument | undefined)[]>;
  query(query: Query): Promise<QueryResult>;
}

/** Opens the reader that a request asks for. Throws INVALID_ARGUMENT for ended transactions and bad times. */
export function openReader(call: Call, database: OpenDatabase, selector: ConsistencySelector): Reader {
  const { store, transactions } = database;
  if (selector.transaction && selector.transaction.length > 0) {
    return inTransaction(database, transactions.find(toBytes(selector.transaction)), false);
  }
  if (selector.newTransaction) {
    return inTransaction(database, beginTransaction(call, database, selector.newTransaction), true);
  }
  if (selector.readTime) {
    const readTime = decodeTimestamp(selector.readTime).truncatedToMicros();
    store.checkReadTime(readTime);
    return {
      readTime,
      newTransaction: undefined,
      get: async (names) => names.map((name) => store.get(name, readTime)),
      query: async (query) => store.execute(query, readTime),
    };
  }
  return {
    readTime: store.now(),
    newTransaction: undefined,
    get: async (names) => names.map((name) => store.get(name)),
    query: async (query) => store.execute(query),
  };
}

function inTransaction(database: OpenDatabase, transaction: Transaction, isNew: boolean): Reader {
  const { store, transactions } = database;
  return {
    get readTime() {
      return transaction.readTime ?? store.now();
    },
    newTransaction: isNew ? transaction.id : undefined,
    get: (names) => transactions.read(transaction, names),
    query: (query) => transactions.query(transaction, query),
  };
}

/** Starts the transaction that the options describe. */
export function beginTransaction(
  call: Call,
  database: OpenDatabase,
  options: google.firestore.v1.ITransactionOptions | null | undefined,
): Transaction {
  call.context.meter.addTransaction(database.store.id.projectId, "begun");
  return database.transactions.begin(decodeOptions(options));
}

function decodeOptions(options: google.firestore.v1.ITransactionOptions | null | undefined): BeginOptions {
  if (options?.readOnly) {
    const { readTime } = options.readOnly;
    return { readOnly: readTime ? { readTime: decodeTimestamp(readTime).truncatedToMicros() } : {} };
  }
  const retryOf = options?.readWrite?.retryTransaction;
  return retryOf && retryOf.length > 0 ? { retryOf: toBytes(retryOf) } : {};
}

/** Bytes of a request field; JSON may leave base64 text. */
export function toBytes(bytes: Uint8Array | string | null | undefined): Uint8Array {
  if (!bytes || bytes.length === 0) throw invalidArgument("A transaction id is required.");
  return typeof bytes === "string" ? Buffer.from(bytes, "base64") : bytes;
}

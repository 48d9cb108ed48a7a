import { parseDatabaseName } from "../model/path.ts";
import { invalidArgument, StatusCode, StatusError } from "../model/status.ts";
import type { CommitResult, Write } from "../model/write.ts";
import type { google } from "../proto/protos.ts";
import { encodeTimestamp } from "../proto/value-codec.ts";
import { decodeWrite, encodeWriteResult } from "../proto/write-codec.ts";
import type { Call, UnaryOperation } from "../request/call.ts";
import type { OpenDatabase } from "../transactions/databases.ts";
import type { Transaction } from "../transactions/transaction.ts";
import { authorizeWrites } from "./authorize.ts";
import { toBytes } from "./reader.ts";

type Operation = UnaryOperation<google.firestore.v1.ICommitRequest, google.firestore.v1.ICommitResponse>;

/** Commit: all writes or none, in a transaction or alone. */
export const commit: Operation = async (call, request) => {
  const name = request.database ?? "";
  const database = call.context.databases.get(parseDatabaseName(name));
  const writes = (request.writes ?? []).map((write) => decodeWrite(write, name));
  const id = request.transaction;
  const transaction = id && id.length > 0 ? database.transactions.find(toBytes(id)) : undefined;
  const result = await commitWrites(call, database, { writes, transaction });
  return {
    writeResults: result.results.map(encodeWriteResult),
    commitTime: encodeTimestamp(result.commitTime),
  };
};

/**
 * What every writing RPC does: injected faults, rules, locks, the commit, the bill.
 * Throws the StatusError to answer.
 */
export async function commitWrites(
  call: Call,
  database: OpenDatabase,
  { writes, transaction }: { writes: readonly Write[]; transaction?: Transaction | undefined },
): Promise<CommitResult> {
  const { faults, meter } = call.context;
  try {
    faults.beforeCommit();
  } catch (error) {
    if (transaction && error instanceof StatusError) database.transactions.abort(transaction, error);
    throw error;
  }
  const authorize = () => authorizeWrites(call, database, writes);
  const result = await database.transactions.commit(transaction, writes, authorize);
  const { projectId } = database.store.id;
  const deletes = writes.filter((write) => write.kind === "delete").length;
  const verifies = writes.filter((write) => write.kind === "verify").length;
  meter.addDeletes(projectId, deletes);
  meter.addWrites(projectId, writes.length - deletes - verifies);
  return result;
}

/** Throws unless each document occurs once, as BatchWrite demands. */
export function checkDistinct(writes: readonly Write[]): void {
  if (new Set(writes.map((write) => write.name)).size < writes.length) {
    throw invalidArgument("A batch write cannot write to the same document more than once.");
  }
}

/** An answer of OK in google.rpc.Status. */
export const OK_STATUS: google.rpc.IStatus = { code: StatusCode.OK, message: "" };

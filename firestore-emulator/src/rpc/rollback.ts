import { parseDatabaseName } from "../model/path.ts";
import type { google } from "../proto/protos.ts";
import type { UnaryOperation } from "../request/call.ts";
import { toBytes } from "./reader.ts";

type Operation = UnaryOperation<google.firestore.v1.IRollbackRequest, google.protobuf.IEmpty>;

/** Rollback: ends a transaction. One that ended already, by contention too, stays ended without an error. */
export const rollback: Operation = async (call, request) => {
  const database = call.context.databases.get(parseDatabaseName(request.database ?? ""));
  database.transactions.rollback(toBytes(request.transaction));
  return {};
};

import { parseDatabaseName } from "../model/path.ts";
import type { google } from "../proto/protos.ts";
import type { UnaryOperation } from "../request/call.ts";
import { beginTransaction as begin } from "./reader.ts";

type Operation = UnaryOperation<
  google.firestore.v1.IBeginTransactionRequest,
  google.firestore.v1.IBeginTransactionResponse
>;

/** BeginTransaction: read-write unless asked otherwise. */
export const beginTransaction: Operation = async (call, request) => {
  const database = call.context.databases.get(parseDatabaseName(request.database ?? ""));
  return { transaction: begin(call, database, request.options).id };
};

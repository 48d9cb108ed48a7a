import { LIMITS } from "../model/limits.ts";
import { parseDatabaseName } from "../model/path.ts";
import { invalidArgument, toStatusError } from "../model/status.ts";
import type { google } from "../proto/protos.ts";
import { decodeWrite, encodeWriteResult } from "../proto/write-codec.ts";
import type { UnaryOperation } from "../request/call.ts";
import { checkDistinct, commitWrites, OK_STATUS } from "./commit.ts";

type Operation = UnaryOperation<
  google.firestore.v1.IBatchWriteRequest,
  google.firestore.v1.IBatchWriteResponse
>;

/** BatchWrite: each write is a commit of its own with its own status. */
export const batchWrite: Operation = async (call, request) => {
  const name = request.database ?? "";
  const database = call.context.databases.get(parseDatabaseName(name));
  const messages = request.writes ?? [];
  if (messages.length > LIMITS.MAX_BATCH_WRITES) {
    throw invalidArgument("A batch write can have at most 500 writes.");
  }
  const writes = messages.map((write) => decodeWrite(write, name));
  checkDistinct(writes);
  const answers = await Promise.all(
    writes.map(async (write) => {
      try {
        const { results } = await commitWrites(call, database, { writes: [write] });
        return { result: results.map(encodeWriteResult)[0] ?? {}, status: OK_STATUS };
      } catch (error) {
        const { code, message } = toStatusError(error);
        return { result: {}, status: { code: code as number, message } };
      }
    }),
  );
  return {
    writeResults: answers.map(({ result }) => result),
    status: answers.map(({ status }) => status),
  };
};

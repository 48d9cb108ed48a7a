import type { StreamingOperation, UnaryOperation } from "../request/call.ts";
import { batchGetDocuments } from "./batch-get-documents.ts";
import { batchWrite } from "./batch-write.ts";
import { beginTransaction } from "./begin-transaction.ts";
import { commit } from "./commit.ts";
import { createDocument } from "./create-document.ts";
import { deleteDocument } from "./delete-document.ts";
import { getDocument } from "./get-document.ts";
import { listCollectionIds } from "./list-collection-ids.ts";
import { listDocuments } from "./list-documents.ts";
import { partitionQuery } from "./partition-query.ts";
import { rollback } from "./rollback.ts";
import { runAggregationQuery } from "./run-aggregation-query.ts";
import { runQuery } from "./run-query.ts";
import { updateDocument } from "./update-document.ts";

/** The RPCs that answer once, by name. Every protocol (gRPC, REST) can call them with decoded messages. */
export const unaryOperations: Readonly<Record<string, UnaryOperation<never, object>>> = {
  GetDocument: getDocument,
  ListDocuments: listDocuments,
  CreateDocument: createDocument,
  UpdateDocument: updateDocument,
  DeleteDocument: deleteDocument,
  Commit: commit,
  BatchWrite: batchWrite,
  BeginTransaction: beginTransaction,
  Rollback: rollback,
  PartitionQuery: partitionQuery,
  ListCollectionIds: listCollectionIds,
};

/** The RPCs that answer with a stream, by name. */
export const streamingOperations: Readonly<Record<string, StreamingOperation<never, object>>> = {
  BatchGetDocuments: batchGetDocuments,
  RunQuery: runQuery,
  RunAggregationQuery: runAggregationQuery,
};

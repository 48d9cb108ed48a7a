import { databaseOf, parseParentName } from "../model/path.ts";
import { encodeDocument } from "../proto/document-codec.ts";
import type { google } from "../proto/protos.ts";
import { decodeQuery } from "../proto/query-codec.ts";
import { encodeTimestamp } from "../proto/value-codec.ts";
import { applySelect } from "../query/select.ts";
import type { StreamingOperation } from "../request/call.ts";
import { authorizeList } from "./authorize.ts";
import { executionStats, explainModeOf, planSummary } from "./explain.ts";
import { openReader } from "./reader.ts";

type Operation = StreamingOperation<
  google.firestore.v1.IRunQueryRequest,
  google.firestore.v1.IRunQueryResponse
>;

/**
 * RunQuery: one response for each result. A new transaction's id, the results skipped by an offset, or just the
 * read time when there are no results, come in a response of their own first; explain metrics with the last one.
 */
export const runQuery: Operation = async function* (call, request) {
  const parent = request.parent ?? "";
  parseParentName(parent);
  const query = decodeQuery(parent, request.structuredQuery);
  const database = call.context.databases.get(databaseOf(parent));
  authorizeList(call, database, query);
  call.context.indexes.check(query, database.store.id);
  const mode = explainModeOf(request.explainOptions);
  if (mode === "plan") {
    yield { explainMetrics: { planSummary: planSummary(query) } };
    return;
  }
  const startedMs = performance.now();
  const reader = openReader(call, database, request);
  const { documents, skipped, scanned } = await reader.query(query);
  const readTime = encodeTimestamp(reader.readTime);
  call.context.meter.addQuery(database.store.id.projectId, documents.length + skipped);
  const figures = {
    resultsReturned: documents.length,
    readOperations: Math.max(1, documents.length + skipped),
    entriesScanned: scanned,
    durationMs: performance.now() - startedMs,
  };
  const metrics =
    mode === "analyze"
      ? { explainMetrics: { planSummary: planSummary(query), executionStats: executionStats(figures) } }
      : {};
  if (reader.newTransaction) yield { transaction: reader.newTransaction, readTime };
  if (skipped > 0 || (documents.length === 0 && !reader.newTransaction)) {
    yield { readTime, skippedResults: skipped, ...(documents.length === 0 ? metrics : {}) };
  }
  for (const [i, document] of documents.entries()) {
    const isLast = i === documents.length - 1;
    yield {
      document: encodeDocument(applySelect(document, query.select)),
      readTime,
      ...(isLast ? metrics : {}),
    };
  }
};

import { databaseOf, parseParentName } from "../model/path.ts";
import { invalidArgument } from "../model/status.ts";
import type { google } from "../proto/protos.ts";
import { decodeAggregations, decodeQuery } from "../proto/query-codec.ts";
import { encodeFields, encodeTimestamp } from "../proto/value-codec.ts";
import { aggregate } from "../query/aggregate.ts";
import { checkAggregations } from "../query/check-query.ts";
import type { StreamingOperation } from "../request/call.ts";
import { authorizeList } from "./authorize.ts";
import { executionStats, explainModeOf, planSummary } from "./explain.ts";
import { openReader } from "./reader.ts";

type Operation = StreamingOperation<
  google.firestore.v1.IRunAggregationQueryRequest,
  google.firestore.v1.IRunAggregationQueryResponse
>;

/** RunAggregationQuery: one response with count, sum and avg by alias. */
export const runAggregationQuery: Operation = async function* (call, request) {
  const parent = request.parent ?? "";
  parseParentName(parent);
  const structured = request.structuredAggregationQuery;
  if (!structured) throw invalidArgument("A structured aggregation query is required.");
  const query = decodeQuery(parent, structured.structuredQuery);
  const aggregations = decodeAggregations(structured.aggregations ?? []);
  checkAggregations(query, aggregations);
  const database = call.context.databases.get(databaseOf(parent));
  authorizeList(call, database, query);
  call.context.indexes.check(query, database.store.id, aggregations);
  const mode = explainModeOf(request.explainOptions);
  if (mode === "plan") {
    yield { explainMetrics: { planSummary: planSummary(query) } };
    return;
  }
  const startedMs = performance.now();
  const reader = openReader(call, database, request);
  const { documents, skipped, scanned } = await reader.query(query);
  call.context.meter.addAggregation(database.store.id.projectId, documents.length + skipped);
  const aggregateFields = encodeFields(aggregate(aggregations, documents));
  const figures = {
    resultsReturned: 1,
    readOperations: Math.max(1, Math.ceil((documents.length + skipped) / 1_000)),
    entriesScanned: scanned,
    durationMs: performance.now() - startedMs,
  };
  yield {
    result: { aggregateFields },
    readTime: encodeTimestamp(reader.readTime),
    ...(reader.newTransaction ? { transaction: reader.newTransaction } : {}),
    ...(mode === "analyze"
      ? { explainMetrics: { planSummary: planSummary(query), executionStats: executionStats(figures) } }
      : {}),
  };
};

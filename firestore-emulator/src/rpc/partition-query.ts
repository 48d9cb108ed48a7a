import { databaseOf, parseParentName } from "../model/path.ts";
import { invalidArgument } from "../model/status.ts";
import { Reference } from "../model/value.ts";
import type { google } from "../proto/protos.ts";
import { decodeQuery } from "../proto/query-codec.ts";
import { decodeCount, encodeValue } from "../proto/value-codec.ts";
import type { Query } from "../query/query.ts";
import type { UnaryOperation } from "../request/call.ts";
import { authorizeAdmin } from "./authorize.ts";
import { decodePageToken, takePage } from "./page-token.ts";
import { openReader } from "./reader.ts";

type Operation = UnaryOperation<
  google.firestore.v1.IPartitionQueryRequest,
  google.firestore.v1.IPartitionQueryResponse
>;

/** PartitionQuery: cursors that split a collection group ordered by name into about equal parts. */
export const partitionQuery: Operation = async (call, request) => {
  const parent = request.parent ?? "";
  parseParentName(parent);
  authorizeAdmin(call, databaseOf(parent).projectId, "partition queries");
  const query = decodeQuery(parent, request.structuredQuery);
  checkPartitionable(query);
  const wanted = decodeCount(request.partitionCount as number);
  if (wanted <= 0) throw invalidArgument("partition_count must be a positive number.");
  const database = call.context.databases.get(databaseOf(parent));
  const { readTime } = request;
  const { documents } = await openReader(call, database, { ...(readTime ? { readTime } : {}) }).query(query);
  const names = splitPoints(
    documents.map((document) => document.name),
    wanted,
  );
  const after = decodePageToken(request.pageToken);
  const rest = after === undefined ? names : names.slice(names.indexOf(after) + 1);
  const { page, nextPageToken } = takePage(rest, request.pageSize ?? 0, (name) => name);
  return {
    partitions: page.map((name) => ({ values: [encodeValue(new Reference(name))], before: true })),
    nextPageToken,
  };
};

function splitPoints(names: readonly string[], wanted: number): string[] {
  const parts = Math.min(wanted + 1, names.length);
  const points: string[] = [];
  for (let i = 1; i < parts; i++) points.push(names[Math.floor((i * names.length) / parts)] as string);
  return points;
}

function checkPartitionable(query: Query): void {
  const isByName = query.orders.length === 1 && query.orders[0]?.direction === "asc";
  const isPlain = !query.where && !query.startAt && !query.endAt && query.limit === undefined;
  if (!query.allDescendants || !isByName || !isPlain || query.offset !== 0) {
    throw invalidArgument(
      "Partition queries must be over a collection group, ordered by __name__ ascending, " +
        "without filters, cursors, limits and offsets.",
    );
  }
}

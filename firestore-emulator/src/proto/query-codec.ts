import { FieldPath } from "../model/field-path.ts";
import { LIMITS } from "../model/limits.ts";
import { checkSingleId, parseParentName } from "../model/path.ts";
import { invalidArgument } from "../model/status.ts";
import { VectorValue } from "../model/value.ts";
import { checkQuery } from "../query/check-query.ts";
import { completeOrders } from "../query/orders.ts";
import type {
  Aggregation,
  Cursor,
  FieldOperator,
  Filter,
  FindNearest,
  Order,
  Query,
  UnaryFilter,
} from "../query/query.ts";
import type { google } from "./protos.ts";
import { decodeCount, decodeValue } from "./value-codec.ts";

type StructuredQuery = google.firestore.v1.IStructuredQuery;

/** By number in google.firestore.v1.StructuredQuery.FieldFilter.Operator. */
const FIELD_OPERATORS: readonly (FieldOperator | undefined)[] = [
  undefined,
  "<",
  "<=",
  ">",
  ">=",
  "==",
  "!=",
  "array-contains",
  "in",
  "array-contains-any",
  "not-in",
];
const UNARY_OPERATORS: readonly (UnaryFilter["op"] | undefined)[] = [
  undefined,
  undefined,
  "isNan",
  "isNull",
  "isNotNan",
  "isNotNull",
];
const COMPOSITE_OPERATORS = [undefined, "and", "or"] as const;
const DESCENDING = 2;
const DISTANCE_MEASURES = [undefined, "euclidean", "cosine", "dotProduct"] as const;

/** Parses and checks a structured query below `parent`. Throws INVALID_ARGUMENT. */
export function decodeQuery(parent: string, message: StructuredQuery | null | undefined): Query {
  if (!message) throw invalidArgument("A structured query is required.");
  parseParentName(parent);
  const from = message.from ?? [];
  if (from.length > 1) throw invalidArgument("Only one 'from' clause is allowed.");
  if (from[0]?.collectionId) checkSingleId(from[0].collectionId);
  const where = message.where ? decodeFilter(message.where) : undefined;
  const orderBy = (message.orderBy ?? []).map(decodeOrder);
  const orders = completeOrders(where, orderBy);
  const limit = message.limit?.value ?? (message.limit ? 0 : undefined);
  const query: Query = {
    parent,
    ...(from[0]?.collectionId ? { collectionId: from[0].collectionId } : {}),
    allDescendants: from[0]?.allDescendants ?? from.length === 0,
    ...(where ? { where } : {}),
    orderBy,
    orders,
    ...(message.startAt ? { startAt: decodeCursor(message.startAt) } : {}),
    ...(message.endAt ? { endAt: decodeCursor(message.endAt) } : {}),
    offset: message.offset ?? 0,
    ...(limit === undefined ? {} : { limit }),
    ...(message.select ? { select: decodeSelect(message.select) } : {}),
    ...(message.findNearest ? { findNearest: decodeFindNearest(message.findNearest) } : {}),
  };
  checkQuery(query);
  return query;
}

function decodePath(
  reference: google.firestore.v1.StructuredQuery.IFieldReference | null | undefined,
): FieldPath {
  return FieldPath.parse(reference?.fieldPath ?? "");
}

function decodeFilter(message: google.firestore.v1.StructuredQuery.IFilter, depth = 0): Filter {
  if (depth > 20) throw invalidArgument("Filters are nested too deeply.");
  const { compositeFilter, fieldFilter, unaryFilter } = message;
  if (compositeFilter) {
    const op = COMPOSITE_OPERATORS[Number(compositeFilter.op)];
    if (!op) throw invalidArgument("A composite filter needs an operator.");
    const filters = (compositeFilter.filters ?? []).map((filter) => decodeFilter(filter, depth + 1));
    if (filters.length === 0) throw invalidArgument("Composite filter must have at least one sub-filter.");
    return filters.length === 1 ? (filters[0] as Filter) : { kind: "composite", op, filters };
  }
  if (fieldFilter) {
    const op = FIELD_OPERATORS[Number(fieldFilter.op)];
    if (!op) throw invalidArgument("A field filter needs an operator.");
    return {
      kind: "field",
      path: decodePath(fieldFilter.field),
      op,
      value: decodeValue(fieldFilter.value ?? {}),
    };
  }
  if (unaryFilter) {
    const op = UNARY_OPERATORS[Number(unaryFilter.op)];
    if (!op) throw invalidArgument("A unary filter needs an operator.");
    return { kind: "unary", path: decodePath(unaryFilter.field), op };
  }
  throw invalidArgument("A filter needs a type: composite, field or unary.");
}

function decodeOrder(message: google.firestore.v1.StructuredQuery.IOrder): Order {
  const direction = Number(message.direction) === DESCENDING ? "desc" : "asc";
  return { path: decodePath(message.field), direction };
}

function decodeCursor(message: google.firestore.v1.ICursor): Cursor {
  const values = (message.values ?? []).map((value) => decodeValue(value));
  return { values, before: message.before ?? false };
}

function decodeSelect(message: google.firestore.v1.StructuredQuery.IProjection): FieldPath[] {
  const fields = message.fields ?? [];
  return fields.length === 0 ? [FieldPath.DOCUMENT_NAME] : fields.map(decodePath);
}

function decodeFindNearest(message: google.firestore.v1.StructuredQuery.IFindNearest): FindNearest {
  const vector = decodeValue(message.queryVector ?? {});
  if (!(vector instanceof VectorValue)) throw invalidArgument("findNearest needs a query vector.");
  const measure = DISTANCE_MEASURES[Number(message.distanceMeasure)];
  if (!measure) throw invalidArgument("findNearest needs a distance measure.");
  const { distanceResultField, distanceThreshold } = message;
  return {
    path: decodePath(message.vectorField),
    vector: vector.values,
    measure,
    limit: message.limit?.value ?? 0,
    ...(distanceResultField ? { distanceResultField: FieldPath.parse(distanceResultField) } : {}),
    ...(distanceThreshold ? { distanceThreshold: distanceThreshold.value ?? 0 } : {}),
  };
}

/** The aggregations of a RunAggregationQuery, with the aliases that production gives unnamed ones. */
export function decodeAggregations(
  messages: readonly google.firestore.v1.StructuredAggregationQuery.IAggregation[],
): Aggregation[] {
  checkAggregations(messages);
  const taken = new Set(messages.map((message) => message.alias).filter(Boolean));
  let next = 1;
  const nextAlias = (): string => {
    while (taken.has(`field_${next}`)) next++;
    return `field_${next++}`;
  };
  return messages.map((message) => decodeAggregation(message, message.alias || nextAlias()));
}

function checkAggregations(
  messages: readonly google.firestore.v1.StructuredAggregationQuery.IAggregation[],
): void {
  const max = LIMITS.MAX_AGGREGATIONS_PER_QUERY;
  if (messages.length === 0) throw invalidArgument("Aggregations can not be empty.");
  if (messages.length > max) {
    throw invalidArgument(
      `The maximum number of aggregations allowed in an aggregation query is ${max}. Received: ${messages.length}`,
    );
  }
  const aliases = messages.map(({ alias }) => alias).filter(Boolean);
  if (new Set(aliases).size < aliases.length) {
    throw invalidArgument("Aggregation aliases contain duplicate alias.");
  }
}

function decodeAggregation(
  message: google.firestore.v1.StructuredAggregationQuery.IAggregation,
  alias: string,
): Aggregation {
  if (message.sum) return { kind: "sum", alias, path: decodePath(message.sum.field) };
  if (message.avg) return { kind: "avg", alias, path: decodePath(message.avg.field) };
  if (!message.count) throw invalidArgument("An aggregation needs an operator.");
  if (!message.count.upTo) return { kind: "count", alias };
  const upTo = decodeCount(message.count.upTo.value as number);
  if (upTo <= 0) throw invalidArgument("up_to must be greater than zero.");
  return { kind: "count", alias, upTo };
}

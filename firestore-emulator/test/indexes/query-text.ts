import { FieldPath } from "../../src/model/field-path.ts";
import type { Value } from "../../src/model/value.ts";
import type { FieldOperator, Filter, Order, Query } from "../../src/query/query.ts";

const INEQUALITIES = new Set(["<", "<=", ">", ">=", "!=", "not-in", "isNotNull", "isNotNan"]);

interface QueryParts {
  where?: Filter;
  orderBy?: string[];
  group?: boolean;
  nearest?: [path: string, dimension: number];
}

/** A test of one field: `field("age", ">", 30n)`. */
export function field(path: string, op: FieldOperator, value: Value = 1n): Filter {
  return { kind: "field", path: FieldPath.parse(path), op, value };
}

export function unary(path: string, op: "isNull" | "isNotNull" | "isNan" | "isNotNan"): Filter {
  return { kind: "unary", path: FieldPath.parse(path), op };
}

export function and(...filters: Filter[]): Filter {
  return { kind: "composite", op: "and", filters };
}

export function or(...filters: Filter[]): Filter {
  return { kind: "composite", op: "or", filters };
}

/** A query on the collection (or group) "chats"; orders are written as "age" or "age desc". */
export function query({ where, orderBy = [], group = false, nearest }: QueryParts): Query {
  const explicit = orderBy.map(order);
  return {
    parent: "projects/demo-livechat/databases/(default)/documents",
    collectionId: "chats",
    allDescendants: group,
    offset: 0,
    orderBy: explicit,
    orders: complete(explicit, where),
    ...(where ? { where } : {}),
    ...(nearest ? { findNearest: nearestOf(nearest) } : {}),
  };
}

function order(text: string): Order {
  const [path = "", direction] = text.split(" ");
  return { path: FieldPath.parse(path), direction: direction === "desc" ? "desc" : "asc" };
}

/** Adds the implied orders, as the server does: inequality fields by name, then the document's name. */
function complete(explicit: Order[], where: Filter | undefined): Order[] {
  const direction = explicit.at(-1)?.direction ?? "asc";
  const ordered = new Set(explicit.map(({ path }) => path.toString()));
  const implied = [...new Set(inequalityPaths(where))].sort().filter((path) => !ordered.has(path));
  const all = [...explicit, ...implied.map((path) => ({ path: FieldPath.parse(path), direction }))];
  return all.some(({ path }) => path.isDocumentName)
    ? all
    : [...all, { path: FieldPath.DOCUMENT_NAME, direction }];
}

function inequalityPaths(filter: Filter | undefined): string[] {
  if (filter === undefined) {
    return [];
  }
  if (filter.kind === "composite") {
    return filter.filters.flatMap(inequalityPaths);
  }
  return INEQUALITIES.has(filter.op) ? [filter.path.toString()] : [];
}

function nearestOf([path, dimension]: [string, number]): NonNullable<Query["findNearest"]> {
  const vector = new Array<number>(dimension).fill(0);
  return { path: FieldPath.parse(path), vector, measure: "euclidean", limit: 3 };
}

import { relativePath } from "../../model/path.ts";
import type { Filter, Query } from "../../query/query.ts";
import type { RulesFilter, RulesQuery } from "../interface.ts";

/** A parsed query in the form in which rules reason about it. */
export function rulesQueryOf(query: Query): RulesQuery {
  return {
    parent: relativePath(query.parent),
    collectionId: query.collectionId,
    allDescendants: query.allDescendants,
    offset: query.offset,
    orderBy: query.orderBy.map(({ path, direction }) => ({
      field: path.segments,
      direction: direction === "asc" ? "ASC" : "DESC",
    })),
    ...(query.limit === undefined ? {} : { limit: query.limit }),
    ...(query.where === undefined ? {} : { filter: rulesFilterOf(query.where) }),
  };
}

function rulesFilterOf(filter: Filter): RulesFilter {
  switch (filter.kind) {
    case "composite":
      return { kind: filter.op, filters: filter.filters.map(rulesFilterOf) };
    case "field":
      return { kind: "field", field: filter.path.segments, op: filter.op, value: filter.value };
    case "unary":
      return {
        kind: "field",
        field: filter.path.segments,
        op: filter.op === "isNull" || filter.op === "isNan" ? "==" : "!=",
        value: filter.op === "isNull" || filter.op === "isNotNull" ? null : Number.NaN,
      };
  }
}

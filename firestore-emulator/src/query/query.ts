import type { FieldPath } from "../model/field-path.ts";
import type { Value } from "../model/value.ts";

export type Direction = "asc" | "desc";

export interface Order {
  readonly path: FieldPath;
  readonly direction: Direction;
}

export type FieldOperator =
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "in"
  | "not-in"
  | "array-contains"
  | "array-contains-any";

export interface FieldFilter {
  readonly kind: "field";
  readonly path: FieldPath;
  readonly op: FieldOperator;
  /** An array for in, not-in and array-contains-any; a Reference for `__name__`. */
  readonly value: Value;
}

export interface UnaryFilter {
  readonly kind: "unary";
  readonly path: FieldPath;
  readonly op: "isNull" | "isNotNull" | "isNan" | "isNotNan";
}

export interface CompositeFilter {
  readonly kind: "composite";
  readonly op: "and" | "or";
  readonly filters: readonly Filter[];
}

export type Filter = FieldFilter | UnaryFilter | CompositeFilter;

/** A position among the results: values for a prefix of `orders`. */
export interface Cursor {
  readonly values: readonly Value[];
  /** True: just before equal documents; false: just after them. */
  readonly before: boolean;
}

export interface FindNearest {
  readonly path: FieldPath;
  readonly vector: readonly number[];
  readonly measure: "euclidean" | "cosine" | "dotProduct";
  readonly limit: number;
  readonly distanceResultField?: FieldPath;
  readonly distanceThreshold?: number;
}

/** A structured query, parsed and checked (see parse-query.ts). */
export interface Query {
  /** Full name of the documents root or of the document whose collections are read. */
  readonly parent: string;
  /** Absent: every collection (of the parent, or below it with allDescendants). */
  readonly collectionId?: string;
  /** Collection group: also collections nested deeper below the parent. */
  readonly allDescendants: boolean;
  readonly where?: Filter;
  /** As the client wrote it. */
  readonly orderBy: readonly Order[];
  /** Complete: orderBy, then implied inequality fields, then `__name__`. */
  readonly orders: readonly Order[];
  readonly startAt?: Cursor;
  readonly endAt?: Cursor;
  readonly offset: number;
  readonly limit?: number;
  /** Projection; `[__name__]` alone means keys only. */
  readonly select?: readonly FieldPath[];
  readonly findNearest?: FindNearest;
}

export type Aggregation =
  | { readonly kind: "count"; readonly alias: string; readonly upTo?: number }
  | { readonly kind: "sum" | "avg"; readonly alias: string; readonly path: FieldPath };

import { Indeterminate } from "./indeterminate.ts";
import type { RuleValue } from "./values.ts";

/** What a query's filter says about a value. */
export type Constraint =
  | { readonly op: "<" | "<=" | ">" | ">=" | "!="; readonly value: RuleValue }
  /** The value is a list that holds `value`. */
  | { readonly op: "contains"; readonly value: RuleValue };

export type KnownType =
  | "number"
  | "string"
  | "timestamp"
  | "bytes"
  | "latlng"
  | "path"
  | "bool"
  | "list"
  | "map"
  | undefined;

/** A value that exists, has the given type, if known, and fulfils the constraints. */
export class Constrained extends Indeterminate {
  constructor(
    readonly constraints: readonly Constraint[],
    readonly type?: KnownType,
  ) {
    super();
  }

  override toString(): string {
    const constraints = this.constraints.map(({ op, value }) => `${op} ${String(value)}`);
    return constraints.length > 0 ? `any value ${constraints.join(", ")}` : `any ${this.type ?? "value"}`;
  }
}

/** A map with entries of which some are not known exactly. */
export class PartialMap extends Indeterminate {
  constructor(readonly entries: ReadonlyMap<string, RuleValue>) {
    super();
  }

  override toString(): string {
    return `a map with ${[...this.entries.keys()].join(", ") || "unknown entries"}`;
  }
}

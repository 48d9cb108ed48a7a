import type { RuleValue } from "./values.ts";

/**
 * The values of a query's proof. A `list` request is evaluated once for all documents that the query could
 * return, so whatever depends on the document is known only as far as the query's filters say.
 *
 * - `Unknown` itself may be any value, or an error.
 * - `AnyBoolean` is true or false, never an error.
 * - `Constrained` exists and has the given type, if known, and fulfils the given facts.
 * - `PartialMap` is a map with entries of which some are not known exactly.
 *
 * Only a condition that evaluates to `true` allows, so losing knowledge is always safe.
 */
export class Unknown {
  /** Tells the type apart from every other. */
  readonly certain = false;

  toString(): string {
    return "unknown";
  }
}

export const UNKNOWN = new Unknown();

export class AnyBoolean extends Unknown {
  override toString(): string {
    return "true or false";
  }
}

export const ANY_BOOLEAN = new AnyBoolean();

export type Fact =
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

export class Constrained extends Unknown {
  constructor(
    readonly facts: readonly Fact[],
    readonly type?: KnownType,
  ) {
    super();
  }

  override toString(): string {
    const facts = this.facts.map((fact) => `${fact.op} ${String(fact.value)}`);
    return facts.length > 0 ? `any value ${facts.join(", ")}` : `any ${this.type ?? "value"}`;
  }
}

export class PartialMap extends Unknown {
  constructor(readonly entries: ReadonlyMap<string, RuleValue>) {
    super();
  }

  override toString(): string {
    return `a map with ${[...this.entries.keys()].join(", ") || "unknown entries"}`;
  }
}

/** Lists, sets and maps never hold unknown values: they become unknown themselves. */
export function isUncertain(value: RuleValue): value is Unknown {
  return value instanceof Unknown;
}

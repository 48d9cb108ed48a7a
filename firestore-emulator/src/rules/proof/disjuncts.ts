import { Reference, type Value } from "../../model/value.ts";
import type { FilterOperator, RulesFilter, RulesQuery } from "../interface.ts";
import { BOUNDS } from "../limits.ts";
import { Constrained, type Constraint, type KnownType, PartialMap } from "../values/constrained.ts";
import { isIndeterminate } from "../values/indeterminate.ts";
import { fromStored, type RuleValue } from "../values/values.ts";
import { knownType } from "./constraint-logic.ts";

type Comparison = Extract<RulesFilter, { kind: "field" }>;

/** One disjunct of a query: what is known of every document that it returns. */
export interface Disjunct {
  /** `resource.data`: a map of the fields that the query constrains. */
  readonly data: RuleValue;
  /** Full resource name of the only document that can match. */
  readonly documentName: string | undefined;
}

/**
 * Splits a query into disjuncts without `or`, `in` and `array-contains-any`; together they cover all its
 * results. A filter with too many disjuncts is ignored: its fields are then as absent as all that the query
 * does not constrain (github.com/firebase/firebase-tools/issues/4420).
 */
export function disjunctsOf(query: RulesQuery): Disjunct[] {
  const conjunctions = query.filter ? expand(query.filter) : [[]];
  return conjunctions.map((comparisons) => disjunct(comparisons, query));
}

function expand(filter: RulesFilter): Comparison[][] {
  const expanded = expandUnbounded(filter);
  return expanded.length > BOUNDS.queryDisjuncts ? [[]] : expanded;
}

function expandUnbounded(filter: RulesFilter): Comparison[][] {
  if (filter.kind !== "field") {
    if (filter.kind === "or") return filter.filters.flatMap(expand);
    return filter.filters.map(expand).reduce(product, [[]]);
  }
  const single =
    filter.op === "in" ? "==" : filter.op === "array-contains-any" ? "array-contains" : undefined;
  if (single === undefined || !Array.isArray(filter.value)) return [[filter]];
  return (filter.value as readonly Value[]).map((value) => [{ ...filter, op: single, value }]);
}

function product(left: Comparison[][], right: Comparison[][]): Comparison[][] {
  if (left.length * right.length > BOUNDS.queryDisjuncts) return left;
  return left.flatMap((a) => right.map((b) => [...a, ...b]));
}

function disjunct(comparisons: readonly Comparison[], query: RulesQuery): Disjunct {
  const root = new FieldConstraints();
  let documentName: string | undefined;
  for (const comparison of comparisons) {
    if (comparison.field[0] !== "__name__") root.at(comparison.field).add(comparison.op, comparison.value);
    else if (comparison.op === "==" && comparison.value instanceof Reference)
      documentName = comparison.value.name;
  }
  for (const { field } of query.orderBy ?? []) {
    if (field[0] !== "__name__") root.at(field).present();
  }
  return { data: root.entries(), documentName };
}

/** What the filters say about one field, and about the fields inside it. */
class FieldConstraints {
  private readonly inner = new Map<string, FieldConstraints>();
  private readonly constraints: Constraint[] = [];
  private type: KnownType;
  private equal: RuleValue | undefined;

  at(field: readonly string[]): FieldConstraints {
    let constraints: FieldConstraints = this;
    for (const name of field) {
      const next: FieldConstraints = constraints.inner.get(name) ?? new FieldConstraints();
      constraints.inner.set(name, next);
      constraints = next;
    }
    return constraints;
  }

  /** An ordering requires the field and says nothing else: having made this node is enough. */
  present(): void {}

  add(op: FilterOperator, value: Value): void {
    switch (op) {
      case "==":
        this.equal = fromStored(value);
        break;
      case "!=":
        this.differs([value]);
        break;
      case "not-in":
        this.differs(Array.isArray(value) ? (value as readonly Value[]) : []);
        break;
      case "array-contains":
        this.type = "list";
        this.constraints.push({ op: "contains", value: fromStored(value) });
        break;
      case "<":
      case "<=":
      case ">":
      case ">=":
        this.bounded(op, fromStored(value));
        break;
    }
  }

  /** Both != and not-in leave out documents whose field is null. */
  private differs(values: readonly Value[]): void {
    for (const value of [null, ...values]) this.constraints.push({ op: "!=", value: fromStored(value) });
  }

  /** A range matches values of its bound's type only. Bounds that the language cannot compare say no more. */
  private bounded(op: "<" | "<=" | ">" | ">=", value: RuleValue): void {
    this.type = knownType(value);
    const isOrdered = ["number", "string", "timestamp", "bytes"].includes(this.type ?? "");
    if (isOrdered && !Number.isNaN(value)) this.constraints.push({ op, value });
  }

  entries(): RuleValue {
    const entries = new Map<string, RuleValue>();
    for (const [name, constraints] of this.inner) entries.set(name, constraints.value());
    return [...entries.values()].some(isIndeterminate) ? new PartialMap(entries) : entries;
  }

  private value(): RuleValue {
    if (this.equal !== undefined) return this.equal;
    return this.inner.size > 0 ? this.entries() : new Constrained(this.constraints, this.type);
  }
}

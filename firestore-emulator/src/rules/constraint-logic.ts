import { holds, type OrderingOperator } from "../model/order.ts";
import { compareOrdered } from "./ordering.ts";
import { RuleError } from "./rule-error.ts";
import {
  ANY_BOOLEAN,
  AnyBoolean,
  Constrained,
  type Fact,
  isUncertain,
  type KnownType,
  PartialMap,
  UNKNOWN,
} from "./unknown.ts";
import { isList, isMap, type RuleList, RuleSet, type RuleValue, sameValue, typeName } from "./values.ts";

/** Type of a value for the comparison of facts: int and float are one. */
export function knownType(value: RuleValue): KnownType {
  const name = typeName(value);
  return name === "int" || name === "float" ? "number" : (name as KnownType);
}

/** Whether a value is sure to exist and merely not known exactly. */
function isPresent(value: RuleValue): boolean {
  return (
    !isUncertain(value) ||
    value instanceof Constrained ||
    value instanceof AnyBoolean ||
    value instanceof PartialMap
  );
}

/** `left == right` where at least one side is not known. */
export function equalsUncertain(left: RuleValue, right: RuleValue): RuleValue {
  if (!isPresent(left) || !isPresent(right)) return UNKNOWN;
  if (left === right && left instanceof Constrained && left.type !== "number" && left.type !== undefined)
    return true;
  const [constrained, other] = left instanceof Constrained ? [left, right] : [right, left];
  if (constrained instanceof Constrained && !isUncertain(other) && excludes(constrained, other)) return false;
  if (isOtherThanMap(left, right) || isOtherThanMap(right, left)) return false;
  return ANY_BOOLEAN;
}

function isOtherThanMap(map: RuleValue, other: RuleValue): boolean {
  return map instanceof PartialMap && !isUncertain(other) && !isMap(other);
}

/** Whether the facts rule out that the value equals `candidate`. */
function excludes(constrained: Constrained, candidate: RuleValue): boolean {
  if (constrained.type !== undefined && constrained.type !== knownType(candidate)) return true;
  return constrained.facts.some((fact) => {
    if (fact.op === "!=") return sameValue(fact.value, candidate);
    if (fact.op === "contains")
      return !(isList(candidate) && candidate.some((item) => sameValue(item, fact.value)));
    const order = orderOf(candidate, fact.value);
    return order === undefined || !holds(fact.op, order);
  });
}

function orderOf(left: RuleValue, right: RuleValue): number | undefined {
  if (knownType(left) !== knownType(right)) return undefined;
  try {
    return compareOrdered("<", left, right);
  } catch (error) {
    if (error instanceof RuleError) return undefined;
    throw error;
  }
}

/** `<`, `<=`, `>`, `>=` where at least one side is not known. */
export function compareUncertain(op: OrderingOperator, left: RuleValue, right: RuleValue): RuleValue {
  if (left instanceof Constrained && !isUncertain(right)) return compareConstrained(op, left, right);
  if (right instanceof Constrained && !isUncertain(left)) return compareConstrained(mirror(op), right, left);
  return UNKNOWN;
}

function mirror(op: OrderingOperator): OrderingOperator {
  return ({ "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const)[op];
}

function compareConstrained(op: OrderingOperator, constrained: Constrained, bound: RuleValue): RuleValue {
  if (constrained.type === undefined || constrained.type !== knownType(bound)) return UNKNOWN;
  if (orderOf(bound, bound) === undefined) return UNKNOWN;
  if (constrained.facts.some((fact) => implies(fact, op, bound))) return true;
  const opposite = ({ "<": ">=", "<=": ">", ">": "<=", ">=": "<" } as const)[op];
  if (constrained.facts.some((fact) => implies(fact, opposite, bound))) return false;
  return ANY_BOOLEAN;
}

/** Whether `value fact.op fact.value` is enough to know that `value op bound`. */
function implies(fact: Fact, op: OrderingOperator, bound: RuleValue): boolean {
  if (fact.op === "!=" || fact.op === "contains") return false;
  const order = orderOf(fact.value, bound);
  if (order === undefined || Number.isNaN(order)) return false;
  switch (op) {
    case "<":
      return (fact.op === "<" && order <= 0) || (fact.op === "<=" && order < 0);
    case "<=":
      return (fact.op === "<" || fact.op === "<=") && order <= 0;
    case ">":
      return (fact.op === ">" && order >= 0) || (fact.op === ">=" && order > 0);
    case ">=":
      return (fact.op === ">" || fact.op === ">=") && order >= 0;
  }
}

/** `left in right` where at least one side is not known. */
export function containsUncertain(left: RuleValue, right: RuleValue): RuleValue {
  if (right instanceof PartialMap) return keyOf(left, right);
  if (right instanceof Constrained) return memberOf(left, right);
  if (isUncertain(right) || !isPresent(left)) return UNKNOWN;
  if (isList(right) || right instanceof RuleSet) {
    const items = isList(right) ? right : right.items;
    const answers = items.map((item) => equalsUncertain(left, item));
    if (answers.includes(true)) return true;
    return answers.every((answer) => answer === false) ? false : ANY_BOOLEAN;
  }
  return isMap(right) && left instanceof Constrained && left.type === "string" ? ANY_BOOLEAN : UNKNOWN;
}

function keyOf(key: RuleValue, map: PartialMap): RuleValue {
  return typeof key === "string" ? map.entries.has(key) : UNKNOWN;
}

function memberOf(item: RuleValue, container: Constrained): RuleValue {
  if (isUncertain(item)) return UNKNOWN;
  if (isKnownItem(item, container)) return true;
  return container.type === "list" ? ANY_BOOLEAN : UNKNOWN;
}

function isKnownItem(item: RuleValue, container: Constrained): boolean {
  return container.facts.some((fact) => fact.op === "contains" && sameValue(fact.value, item));
}

/** `list.hasAny(items)` and `list.hasAll(items)` where only some items of the list are known. */
export function hasItems(name: "hasAny" | "hasAll", list: Constrained, items: RuleList): RuleValue {
  if (list.type !== "list") return UNKNOWN;
  const isKnown = (item: RuleValue): boolean => isKnownItem(item, list);
  const proven = name === "hasAny" ? items.some(isKnown) : items.every(isKnown);
  return proven ? true : ANY_BOOLEAN;
}

/** `value is type` where the value is not known. */
export function isUncertainType(value: RuleValue, type: string): RuleValue {
  if (value instanceof AnyBoolean) return type === "bool";
  if (value instanceof PartialMap) return type === "map";
  if (!(value instanceof Constrained)) return UNKNOWN;
  if (value.type === undefined) return ANY_BOOLEAN;
  if (value.type === type) return true;
  return value.type === "number" && (type === "int" || type === "float") ? ANY_BOOLEAN : false;
}

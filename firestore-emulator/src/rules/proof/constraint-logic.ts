import { holds, type OrderingOperator } from "../../model/order.ts";
import { Constrained, type Constraint, type KnownType, PartialMap } from "../values/constrained.ts";
import { ANY_BOOLEAN, AnyBoolean, INDETERMINATE, isIndeterminate } from "../values/indeterminate.ts";
import { compareOrdered } from "../values/ordering.ts";
import { RuleError } from "../values/rule-error.ts";
import {
  isList,
  isMap,
  type RuleList,
  RuleSet,
  type RuleValue,
  sameValue,
  typeName,
} from "../values/values.ts";

/** Type of a value for the comparison of constraints: int and float are one. */
export function knownType(value: RuleValue): KnownType {
  const name = typeName(value);
  return name === "int" || name === "float" ? "number" : (name as KnownType);
}

/** Whether a value is sure to exist and merely not known exactly. */
function isPresent(value: RuleValue): boolean {
  return (
    !isIndeterminate(value) ||
    value instanceof Constrained ||
    value instanceof AnyBoolean ||
    value instanceof PartialMap
  );
}

/** `left == right` where at least one side is not known. */
export function equalsIndeterminate(left: RuleValue, right: RuleValue): RuleValue {
  if (!isPresent(left) || !isPresent(right)) return INDETERMINATE;
  if (left === right && left instanceof Constrained && left.type !== "number" && left.type !== undefined)
    return true;
  const [constrained, other] = left instanceof Constrained ? [left, right] : [right, left];
  if (constrained instanceof Constrained && !isIndeterminate(other) && excludes(constrained, other))
    return false;
  if (isOtherThanMap(left, right) || isOtherThanMap(right, left)) return false;
  return ANY_BOOLEAN;
}

function isOtherThanMap(map: RuleValue, other: RuleValue): boolean {
  return map instanceof PartialMap && !isIndeterminate(other) && !isMap(other);
}

/** Whether the constraints rule out that the value equals `candidate`. */
function excludes(constrained: Constrained, candidate: RuleValue): boolean {
  if (constrained.type !== undefined && constrained.type !== knownType(candidate)) return true;
  return constrained.constraints.some((constraint) => {
    if (constraint.op === "!=") return sameValue(constraint.value, candidate);
    if (constraint.op === "contains")
      return !(isList(candidate) && candidate.some((item) => sameValue(item, constraint.value)));
    const order = orderOf(candidate, constraint.value);
    return order === undefined || !holds(constraint.op, order);
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
export function compareIndeterminate(op: OrderingOperator, left: RuleValue, right: RuleValue): RuleValue {
  if (left instanceof Constrained && !isIndeterminate(right)) return compareConstrained(op, left, right);
  if (right instanceof Constrained && !isIndeterminate(left))
    return compareConstrained(mirror(op), right, left);
  return INDETERMINATE;
}

function mirror(op: OrderingOperator): OrderingOperator {
  return ({ "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const)[op];
}

function compareConstrained(op: OrderingOperator, constrained: Constrained, bound: RuleValue): RuleValue {
  if (constrained.type === undefined || constrained.type !== knownType(bound)) return INDETERMINATE;
  if (orderOf(bound, bound) === undefined) return INDETERMINATE;
  if (constrained.constraints.some((constraint) => implies(constraint, op, bound))) return true;
  const opposite = ({ "<": ">=", "<=": ">", ">": "<=", ">=": "<" } as const)[op];
  if (constrained.constraints.some((constraint) => implies(constraint, opposite, bound))) return false;
  return ANY_BOOLEAN;
}

/** Whether `value constraint.op constraint.value` is enough to know that `value op bound`. */
function implies(constraint: Constraint, op: OrderingOperator, bound: RuleValue): boolean {
  if (constraint.op === "!=" || constraint.op === "contains") return false;
  const order = orderOf(constraint.value, bound);
  if (order === undefined || Number.isNaN(order)) return false;
  switch (op) {
    case "<":
      return (constraint.op === "<" && order <= 0) || (constraint.op === "<=" && order < 0);
    case "<=":
      return (constraint.op === "<" || constraint.op === "<=") && order <= 0;
    case ">":
      return (constraint.op === ">" && order >= 0) || (constraint.op === ">=" && order > 0);
    case ">=":
      return (constraint.op === ">" || constraint.op === ">=") && order >= 0;
  }
}

/** `left in right` where at least one side is not known. */
export function containsIndeterminate(left: RuleValue, right: RuleValue): RuleValue {
  if (right instanceof PartialMap) return keyOf(left, right);
  if (right instanceof Constrained) return memberOf(left, right);
  if (isIndeterminate(right) || !isPresent(left)) return INDETERMINATE;
  if (isList(right) || right instanceof RuleSet) {
    const items = isList(right) ? right : right.items;
    const answers = items.map((item) => equalsIndeterminate(left, item));
    if (answers.includes(true)) return true;
    return answers.every((answer) => answer === false) ? false : ANY_BOOLEAN;
  }
  return isMap(right) && left instanceof Constrained && left.type === "string" ? ANY_BOOLEAN : INDETERMINATE;
}

function keyOf(key: RuleValue, map: PartialMap): RuleValue {
  return typeof key === "string" ? map.entries.has(key) : INDETERMINATE;
}

function memberOf(item: RuleValue, container: Constrained): RuleValue {
  if (isIndeterminate(item)) return INDETERMINATE;
  if (isKnownItem(item, container)) return true;
  return container.type === "list" ? ANY_BOOLEAN : INDETERMINATE;
}

function isKnownItem(item: RuleValue, container: Constrained): boolean {
  return container.constraints.some(
    (constraint) => constraint.op === "contains" && sameValue(constraint.value, item),
  );
}

/** `list.hasAny(items)` and `list.hasAll(items)` where only some items of the list are known. */
export function hasItems(name: "hasAny" | "hasAll", list: Constrained, items: RuleList): RuleValue {
  if (list.type !== "list") return INDETERMINATE;
  const isKnown = (item: RuleValue): boolean => isKnownItem(item, list);
  const proven = name === "hasAny" ? items.some(isKnown) : items.every(isKnown);
  return proven ? true : ANY_BOOLEAN;
}

/** `value is type` where the value is not known. */
export function isIndeterminateOfType(value: RuleValue, type: string): RuleValue {
  if (value instanceof AnyBoolean) return type === "bool";
  if (value instanceof PartialMap) return type === "map";
  if (!(value instanceof Constrained)) return INDETERMINATE;
  if (value.type === undefined) return ANY_BOOLEAN;
  if (value.type === type) return true;
  return value.type === "number" && (type === "int" || type === "float") ? ANY_BOOLEAN : false;
}

import { holds, type OrderingOperator } from "../../model/order.ts";
import { Timestamp } from "../../model/value.ts";
import {
  compareIndeterminate,
  containsIndeterminate,
  equalsIndeterminate,
} from "../proof/constraint-logic.ts";
import type { BinaryOperator } from "../syntax/ast.ts";
import { ANY_BOOLEAN, INDETERMINATE, isIndeterminate } from "../values/indeterminate.ts";
import { compareOrdered } from "../values/ordering.ts";
import { functionNotFound, nullValueError, RuleError, unsupportedOperation } from "../values/rule-error.ts";
import { addDuration, between } from "../values/time-arithmetic.ts";
import { checkedText } from "../values/value-size.ts";
import {
  contains,
  Duration,
  isList,
  isMap,
  isNumber,
  RuleSet,
  type RuleValue,
  sameValue,
  typeName,
} from "../values/values.ts";

const MAX_INT = 2n ** 63n - 1n;
const MIN_INT = -(2n ** 63n);

/** Overloads of the arithmetic and ordering operators, as error messages list them. */
const OVERLOADS: Readonly<Record<string, string>> = {
  "+": "int + int, float + float, string + string, duration + duration, timestamp + duration, duration + timestamp",
  "-": "int - int, float - float, duration - duration, timestamp - duration, timestamp - timestamp",
  "*": "int * int, float * float",
  "/": "int / int, float / float",
  "%": "int % int",
};

export function binaryOperation(op: BinaryOperator, left: RuleValue, right: RuleValue): RuleValue {
  switch (op) {
    case "==":
      return equality(left, right);
    case "!=":
      return negate(equality(left, right));
    case "in":
      return membership(left, right);
    case "<":
    case "<=":
    case ">":
    case ">=":
      return ordering(op, left, right);
    default:
      return arithmetic(op, left, right);
  }
}

export function negate(value: RuleValue): RuleValue {
  if (typeof value === "boolean") return !value;
  if (value === ANY_BOOLEAN) return ANY_BOOLEAN;
  if (isIndeterminate(value)) return INDETERMINATE;
  throw notABoolean(value);
}

export function notABoolean(value: RuleValue): RuleError {
  return value === null
    ? nullValueError()
    : new RuleError(`Type error. Received: [${typeName(value)}] Expected: [bool].`);
}

export function negative(value: RuleValue): RuleValue {
  if (typeof value === "bigint") return checkedInt(-value);
  if (typeof value === "number") return -value;
  if (value instanceof Duration) return new Duration(-value.nanos);
  if (isIndeterminate(value)) return INDETERMINATE;
  if (value === null) throw nullValueError();
  throw unsupportedOperation(`-${typeName(value)}`, "-int, -float, -duration");
}

function equality(left: RuleValue, right: RuleValue): RuleValue {
  if (isIndeterminate(left) || isIndeterminate(right)) return equalsIndeterminate(left, right);
  return sameValue(left, right);
}

function membership(left: RuleValue, right: RuleValue): RuleValue {
  if (isIndeterminate(left) || isIndeterminate(right)) return containsIndeterminate(left, right);
  if (right === null) throw nullValueError();
  if (isList(right)) return contains(right, left);
  if (right instanceof RuleSet) return right.has(left);
  if (isMap(right)) {
    if (typeof left === "string") return right.has(left);
    throw unsupportedOperation(`map.in(${typeName(left)})`, "map.in(string)");
  }
  throw functionNotFound("in");
}

function ordering(op: OrderingOperator, left: RuleValue, right: RuleValue): RuleValue {
  if (isIndeterminate(left) || isIndeterminate(right)) return compareIndeterminate(op, left, right);
  return holds(op, compareOrdered(op, left, right));
}

function arithmetic(op: BinaryOperator, left: RuleValue, right: RuleValue): RuleValue {
  if (isIndeterminate(left) || isIndeterminate(right)) return INDETERMINATE;
  if (typeof left === "bigint" && typeof right === "bigint") return intArithmetic(op, left, right);
  const result =
    isNumber(left) && isNumber(right)
      ? floatArithmetic(op, Number(left), Number(right))
      : otherArithmetic(op, left, right);
  if (result !== undefined) return result;
  if (left === null || right === null) throw nullValueError();
  throw unsupportedOperation(`${typeName(left)} ${op} ${typeName(right)}`, OVERLOADS[op] ?? "");
}

function intArithmetic(op: BinaryOperator, left: bigint, right: bigint): RuleValue {
  switch (op) {
    case "+":
      return checkedInt(left + right);
    case "-":
      return checkedInt(left - right);
    case "*":
      return checkedInt(left * right);
    default:
      if (right === 0n) throw new RuleError("Divide by zero error.");
      return op === "/" ? checkedInt(left / right) : left % right;
  }
}

/** int64; overflow is an error. */
export function checkedInt(value: bigint): bigint {
  if (value > MAX_INT || value < MIN_INT) throw new RuleError("Integer overflow error.");
  return value;
}

function floatArithmetic(op: BinaryOperator, left: number, right: number): RuleValue | undefined {
  switch (op) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    default:
      return left % right;
  }
}

function otherArithmetic(op: BinaryOperator, left: RuleValue, right: RuleValue): RuleValue | undefined {
  if (op === "+") {
    if (typeof left === "string" && typeof right === "string") return checkedText(left + right);
    if (left instanceof Duration && right instanceof Duration) return new Duration(left.nanos + right.nanos);
    if (left instanceof Timestamp && right instanceof Duration) return addDuration(left, right.nanos);
    if (left instanceof Duration && right instanceof Timestamp) return addDuration(right, left.nanos);
  }
  if (op === "-") {
    if (left instanceof Duration && right instanceof Duration) return new Duration(left.nanos - right.nanos);
    if (left instanceof Timestamp && right instanceof Duration) return addDuration(left, -right.nanos);
    if (left instanceof Timestamp && right instanceof Timestamp) return between(left, right);
  }
  return undefined;
}

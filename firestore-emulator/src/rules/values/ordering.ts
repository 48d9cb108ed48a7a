import { Bytes, Timestamp } from "../../model/value.ts";
import { nullValueError, unsupportedOperation } from "./rule-error.ts";
import { compareTimes } from "./time-arithmetic.ts";
import { compareMixed, Duration, isNumber, type RuleValue, typeName } from "./values.ts";

const ORDERED_TYPES = ["int", "float", "string", "bytes", "timestamp", "duration"];

/** Order of two values of one ordered type; throws for all others. */
export function compareOrdered(op: string, left: RuleValue, right: RuleValue): number {
  if (isNumber(left) && isNumber(right)) return compareMixed(left, right);
  if (typeof left === "string" && typeof right === "string")
    return Buffer.compare(Buffer.from(left), Buffer.from(right));
  if (left instanceof Timestamp && right instanceof Timestamp) return compareTimes(left, right);
  if (left instanceof Duration && right instanceof Duration) return Number(left.nanos - right.nanos);
  if (left instanceof Bytes && right instanceof Bytes) return Buffer.compare(left.data, right.data);
  if (left === null || right === null) throw nullValueError();
  const expected = ORDERED_TYPES.map((type) => `${type} ${op} ${type}`).join(", ");
  throw unsupportedOperation(`${typeName(left)} ${op} ${typeName(right)}`, expected);
}

import { invalidArgument } from "../model/status.ts";
import {
  compareNumbers,
  isArray,
  isNumber,
  type Timestamp,
  type Value,
  valuesEqual,
} from "../model/value.ts";
import type { FieldTransform } from "../model/write.ts";

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

export interface TransformOutcome {
  readonly stored: Value;
  /** What the write result reports: null for the array transforms (v1 WriteResult.transform_results). */
  readonly result: Value;
}

/** Applies one field transform to the field's value so far (google.firestore.v1.DocumentTransform). */
export function applyTransform(
  transform: FieldTransform,
  current: Value | undefined,
  serverTimestamp: Timestamp,
): TransformOutcome {
  switch (transform.kind) {
    case "serverTimestamp":
      return same(serverTimestamp);
    case "increment":
      return same(isNumber(current) ? add(current, operandOf(transform)) : operandOf(transform));
    case "maximum":
      return same(isNumber(current) ? larger(current, operandOf(transform)) : operandOf(transform));
    case "minimum":
      return same(isNumber(current) ? smaller(current, operandOf(transform)) : operandOf(transform));
    case "appendMissing":
      return { stored: appendMissing(current, elementsOf(transform)), result: null };
    case "removeAll":
      return { stored: removeAll(current, elementsOf(transform)), result: null };
  }
}

function same(value: Value): TransformOutcome {
  return { stored: value, result: value };
}

function operandOf(transform: FieldTransform): number | bigint {
  if (isNumber(transform.value)) return transform.value;
  throw invalidArgument(
    `The ${transform.kind} transform of "${transform.path}" needs an integer or a double.`,
  );
}

function elementsOf(transform: FieldTransform): readonly Value[] {
  if (isArray(transform.value)) return transform.value;
  throw invalidArgument(`The ${transform.kind} transform of "${transform.path}" needs an array.`);
}

/** Integers saturate at the int64 bounds; a double on either side makes a double. */
function add(a: number | bigint, b: number | bigint): number | bigint {
  if (typeof a === "bigint" && typeof b === "bigint") {
    const sum = a + b;
    return sum > INT64_MAX ? INT64_MAX : sum < INT64_MIN ? INT64_MIN : sum;
  }
  return Number(a) + Number(b);
}

/** "If they are equal (3 and 3.0, any zeros) the stored value does not change"; NaN wins on either side. */
function larger(current: number | bigint, operand: number | bigint): number | bigint {
  if (Number.isNaN(current) || Number.isNaN(operand)) return Number.NaN;
  return compareNumbers(operand, current) > 0 ? operand : current;
}

function smaller(current: number | bigint, operand: number | bigint): number | bigint {
  if (Number.isNaN(current) || Number.isNaN(operand)) return Number.NaN;
  return compareNumbers(operand, current) < 0 ? operand : current;
}

function appendMissing(current: Value | undefined, elements: readonly Value[]): Value {
  const kept = isArray(current) ? [...current] : [];
  for (const element of elements) {
    if (!kept.some((existing) => valuesEqual(existing, element))) kept.push(element);
  }
  return kept;
}

function removeAll(current: Value | undefined, elements: readonly Value[]): Value {
  if (!isArray(current)) return [];
  return current.filter((existing) => !elements.some((element) => valuesEqual(existing, element)));
}

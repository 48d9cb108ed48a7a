import type { StoredDocument } from "../model/document.ts";
import { compareNumbers, isNumber, type Value } from "../model/value.ts";
import { fieldOf } from "./matching.ts";
import type { Aggregation } from "./query.ts";

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

/**
 * The results of all aggregations over the documents, by alias. A document counts only if it has every field that
 * is summed or averaged: they are read from one index over all of them.
 */
export function aggregate(
  aggregations: readonly Aggregation[],
  documents: readonly StoredDocument[],
): Map<string, Value> {
  const paths = aggregations.flatMap((aggregation) =>
    aggregation.kind === "count" ? [] : [aggregation.path],
  );
  const whole = documents.filter((document) => paths.every((path) => fieldOf(document, path) !== undefined));
  return new Map(aggregations.map((aggregation) => [aggregation.alias, resultOf(aggregation, whole)]));
}

function resultOf(aggregation: Aggregation, documents: readonly StoredDocument[]): Value {
  if (aggregation.kind === "count") {
    return BigInt(Math.min(documents.length, aggregation.upTo ?? documents.length));
  }
  const numbers: (number | bigint)[] = [];
  for (const document of documents) {
    const value = fieldOf(document, aggregation.path);
    if (isNumber(value)) numbers.push(value);
  }
  return aggregation.kind === "sum" ? sumOf(numbers) : averageOf(numbers);
}

/**
 * An integer while all values are integers and the sum fits int64, else a double; 0 over nothing
 * (google.firestore.v1.StructuredAggregationQuery.Aggregation.Sum).
 */
export function sumOf(numbers: readonly (number | bigint)[]): number | bigint {
  if (numbers.every((value) => typeof value === "bigint")) {
    const sum = numbers.reduce((total: bigint, value) => total + value, 0n);
    return sum >= INT64_MIN && sum <= INT64_MAX ? sum : Number(sum);
  }
  return doubleSum(numbers);
}

/** Added in order of size so that the result does not depend on the documents' order. */
function doubleSum(numbers: readonly (number | bigint)[]): number {
  let integers = 0n;
  let doubles = 0;
  for (const value of [...numbers].sort(compareNumbers)) {
    if (typeof value === "bigint") integers += value;
    else doubles += value;
  }
  return doubles + Number(integers);
}

/** Always a double; null over nothing. */
export function averageOf(numbers: readonly (number | bigint)[]): number | null {
  return numbers.length === 0 ? null : Number(sumOf(numbers)) / numbers.length;
}

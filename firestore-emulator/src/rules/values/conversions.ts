import { formatFloat } from "./format-value.ts";
import { type Methods, method } from "./overloads.ts";
import { RuleError } from "./rule-error.ts";
import { Path, type RuleValue } from "./values.ts";

const MAX_INT = 2n ** 63n - 1n;
const MIN_INT = -(2n ** 63n);
const INT_TEXT = /^[+-]?\d+$/;
const FLOAT_TEXT = /^[+-]?(?:NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)$/;

/** The conversion functions int(), float(), string(), bool() and path(). */
export const conversions: Methods = {
  int: method([["string"], ["int"], ["float"]], (_, value) => toInt(value)),
  float: method([["string"], ["int"], ["float"]], (_, value) => toFloat(value)),
  string: method([["any"]], (_, value = null) => {
    const text = toText(value);
    if (text === undefined)
      throw new RuleError(
        "Unsupported operation error. Expected: string(bool), string(int), string(float), string(string), string(path), string(null).",
      );
    return text;
  }),
  bool: method([["string"], ["bool"]], (_, value) => toBool(value)),
  path: method([["string"]], (_, value) => toPath(String(value))),
};

/** The text of a value that string() accepts; undefined for all others. */
export function toText(value: RuleValue): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number") return formatFloat(value);
  if (typeof value === "bigint" || typeof value === "boolean") return String(value);
  if (value === null) return "null";
  return value instanceof Path ? value.toString() : undefined;
}

function toInt(value: RuleValue | undefined): bigint {
  if (typeof value === "bigint") return value;
  if (typeof value === "number") return truncated(value);
  const text = String(value);
  const number = INT_TEXT.test(text) ? BigInt(text.replace("+", "")) : undefined;
  if (number === undefined || number > MAX_INT || number < MIN_INT) throw conversionError(text, "int");
  return number;
}

/** Towards zero, saturating at the bounds of int64; NaN is 0. */
function truncated(value: number): bigint {
  if (Number.isNaN(value)) return 0n;
  if (value >= 2 ** 63) return MAX_INT;
  if (value <= -(2 ** 63)) return MIN_INT;
  return BigInt(Math.trunc(value));
}

function toFloat(value: RuleValue | undefined): number {
  if (typeof value === "bigint" || typeof value === "number") return Number(value);
  const text = String(value);
  if (!FLOAT_TEXT.test(text)) throw conversionError(text, "float");
  return Number(text);
}

function toBool(value: RuleValue | undefined): boolean {
  if (typeof value === "boolean") return value;
  if (value === "true" || value === "false") return value === "true";
  throw conversionError(String(value), "bool");
}

function toPath(text: string): Path {
  return new Path(text.split("/").filter((segment) => segment !== ""));
}

function conversionError(text: string, to: string): RuleError {
  return new RuleError(`Type conversion error. Argument: [${text}], From type: [string], To type: [${to}].`);
}

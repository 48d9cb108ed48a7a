import { Bytes } from "../../model/value.ts";
import { BOUNDS } from "../limits.ts";
import { RuleError } from "./rule-error.ts";
import { isList, isMap, MapDiff, RuleSet, type RuleValue, typeName } from "./values.ts";

/** Whether a value takes more than `budget` characters to write down, roughly; looks no further than that. */
export function isLarge(value: RuleValue, budget: number): boolean {
  return rest(value, budget) < 0;
}

/** What is left of the budget; negative when it is used up. */
function rest(value: RuleValue, budget: number): number {
  if (typeof value === "string") return budget - value.length - 1;
  if (isList(value)) return rests(value, budget);
  if (value instanceof RuleSet) return rests(value.items, budget);
  if (isMap(value)) return restOfMap(value, budget);
  if (value instanceof MapDiff) return restOfMap(value.before, restOfMap(value.after, budget));
  return budget - (value instanceof Bytes ? value.data.length : 8);
}

function rests(values: Iterable<RuleValue>, budget: number): number {
  let left = budget - 1;
  for (const value of values) {
    if (left < 0) break;
    left = rest(value, left);
  }
  return left;
}

function restOfMap(map: ReadonlyMap<string, RuleValue>, budget: number): number {
  let left = budget - 1;
  for (const [key, value] of map) {
    if (left < 0) break;
    left = rest(value, left - key.length);
  }
  return left;
}

/** Stands for a large value: "a map of 120", "a string of 20000". */
export function sizeText(value: RuleValue): string {
  if (typeof value === "string" || isList(value)) return `a ${typeName(value)} of ${value.length}`;
  if (isMap(value)) return `a map of ${value.size}`;
  if (value instanceof RuleSet) return `a set of ${value.items.length}`;
  return `a large ${typeName(value)}`;
}

/** Longer text than a document could hold is an error, so that a rule cannot grow it without end. */
export function checkedText(text: string): string {
  if (text.length > BOUNDS.textChars) throw new RuleError("String is too long.");
  return text;
}

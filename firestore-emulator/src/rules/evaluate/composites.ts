import { formatValue } from "../values/format-value.ts";
import { INDETERMINATE, isIndeterminate } from "../values/indeterminate.ts";
import { nullValueError, RuleError, unsupportedOperation } from "../values/rule-error.ts";
import { Path, type RuleMap, type RuleValue, typeName } from "../values/values.ts";

/** A composite with an unknown part is unknown as a whole. */
export function certainOr(
  parts: readonly RuleValue[],
  build: (parts: readonly RuleValue[]) => RuleValue,
): RuleValue {
  return parts.some(isIndeterminate) ? INDETERMINATE : build(parts);
}

/** The segments that a part of a path literal stands for. */
export function pathSegments(part: RuleValue): readonly string[] {
  if (typeof part === "string") return [part];
  if (part instanceof Path) return part.segments;
  if (typeof part === "bigint") return [String(part)];
  if (part === null) throw nullValueError();
  throw new RuleError(`Type error. Received: [${formatValue(part)}] Expected: [string].`);
}

/** A map from its keys and values, one after the other. */
export function mapFrom(parts: readonly RuleValue[]): RuleMap {
  const map = new Map<string, RuleValue>();
  for (let i = 0; i < parts.length; i += 2) {
    const key = parts[i] ?? null;
    if (typeof key !== "string") throw unsupportedOperation(`map key ${typeName(key)}`, "map key string");
    map.set(key, parts[i + 1] ?? null);
  }
  return map;
}

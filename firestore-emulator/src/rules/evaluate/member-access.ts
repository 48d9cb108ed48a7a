import { PartialMap } from "../values/constrained.ts";
import { INDETERMINATE, isIndeterminate } from "../values/indeterminate.ts";
import { indexOutOfBounds, nullValueError, RuleError, unsupportedOperation } from "../values/rule-error.ts";
import { isList, isMap, Path, type RuleValue, typeName } from "../values/values.ts";
import { characters } from "./methods/strings.ts";

/** `object.property`. */
export function memberOf(object: RuleValue, property: string): RuleValue {
  if (isIndeterminate(object) && !(object instanceof PartialMap)) return INDETERMINATE;
  if (object === null) throw nullValueError();
  const value = propertiesOf(object)?.get(property);
  if (value === undefined) throw undefinedProperty(property);
  return value;
}

function propertiesOf(object: RuleValue): ReadonlyMap<string, RuleValue> | undefined {
  if (object instanceof PartialMap) return object.entries;
  if (object instanceof Path) return object.bindings;
  return isMap(object) ? object : undefined;
}

/** `object[index]`: a map's entry, a list's item, a string's character, a path's segment. */
export function elementAt(object: RuleValue, index: RuleValue): RuleValue {
  if (isIndeterminate(index)) return INDETERMINATE;
  if (object instanceof PartialMap)
    return typeof index === "string" ? memberOf(object, index) : INDETERMINATE;
  if (isIndeterminate(object)) return INDETERMINATE;
  if (object === null || index === null) throw nullValueError();
  if ((isMap(object) || object instanceof Path) && typeof index === "string") return memberOf(object, index);
  const items = typeof index === "bigint" ? sequence(object) : undefined;
  if (items === undefined || typeof index !== "bigint") {
    const expected = "list[int], string[int], path[int], path[string], map[string]";
    throw unsupportedOperation(`${typeName(object)}[${typeName(index)}]`, expected);
  }
  const item = index >= 0n ? items[Number(index)] : undefined;
  if (item === undefined) throw indexOutOfBounds(index, items.length);
  return item;
}

/** `object[from:to]`, `to` exclusive. Production checks `to - 1`, so that [0:0] is an error and [1:1] is empty. */
export function slice(object: RuleValue, from: RuleValue, to: RuleValue): RuleValue {
  if (isIndeterminate(object) || isIndeterminate(from) || isIndeterminate(to)) return INDETERMINATE;
  if (object === null || from === null || to === null) throw nullValueError();
  const items = sequence(object);
  if (items === undefined || typeof from !== "bigint" || typeof to !== "bigint") {
    const received = `${typeName(object)}[${typeName(from)}:${typeName(to)}]`;
    throw unsupportedOperation(received, "list[int:int], string[int:int], path[int:int]");
  }
  const size = BigInt(items.length);
  if (from < 0n || from > size) throw indexOutOfBounds(from, items.length);
  if (to - 1n < 0n || to > size) throw indexOutOfBounds(to - 1n, items.length);
  if (from > to) throw indexOutOfBounds(from, items.length);
  return like(object, items.slice(Number(from), Number(to)));
}

function sequence(object: RuleValue): readonly RuleValue[] | undefined {
  if (isList(object)) return object;
  if (typeof object === "string") return characters(object);
  return object instanceof Path ? object.segments : undefined;
}

function like(object: RuleValue, items: readonly RuleValue[]): RuleValue {
  if (typeof object === "string") return items.join("");
  return object instanceof Path ? new Path(items.map(String)) : items;
}

function undefinedProperty(property: string): RuleError {
  return new RuleError(`Property ${property} is undefined on object.`);
}

import { type Methods, method } from "../../values/overloads.ts";
import { RuleError } from "../../values/rule-error.ts";
import { isMap, Path, type RuleMap } from "../../values/values.ts";

/** A name in a path literal, $(name), or in the text given to path(), where {name} does too. */
const PLACEHOLDER = /^(?:\$\((\w+)\)|\{(\w+)\})$/;

/** rules.Path. bind() fills in the names that were left open: (/users/$(uid)).bind({'uid': 'ada'}). */
export const pathMethods: Methods = {
  bind: method([["map"]], (path: Path, values) => bind(path, isMap(values) ? values : new Map())),
};

function bind(path: Path, values: RuleMap): Path {
  const bindings = new Map(path.bindings);
  const unbound = new Set(path.unbound);
  const segments = path.segments.flatMap((segment) => {
    const found = PLACEHOLDER.exec(segment);
    const name = found?.[1] ?? found?.[2] ?? "";
    const value = values.get(name);
    if (value === undefined) return [segment];
    unbound.delete(name);
    if (value instanceof Path) return value.segments;
    if (typeof value !== "string") throw notBound();
    bindings.set(name, value);
    return [value];
  });
  return new Path(segments, bindings, unbound);
}

/** A path with open names cannot be used as the place of a document. */
export function notBound(): RuleError {
  return new RuleError("Variable is not bound in path template.");
}

import { PartialMap } from "../../values/constrained.ts";
import { type Methods, method } from "../../values/overloads.ts";
import {
  isList,
  isMap,
  MapDiff,
  type RuleMap,
  RuleSet,
  type RuleValue,
  sameValue,
} from "../../values/values.ts";

/** rules.Map. */
export const mapMethods: Methods = {
  size: method([[]], (map: RuleMap) => BigInt(map.size)),
  keys: method([[]], (map: RuleMap) => [...map.keys()]),
  values: method([[]], (map: RuleMap) => [...map.values()]),
  diff: method([["map"]], (map: RuleMap, other) => new MapDiff(map, isMap(other) ? other : new Map())),
  get: method(
    [
      ["string", "any"],
      ["list", "any"],
    ],
    (map: RuleMap, key, fallback = null) => lookUp(map, isList(key) ? key : [key ?? null], fallback),
  ),
};

/** Follows a path of keys; the default stands in for whatever is missing on the way. */
function lookUp(map: RuleMap, keys: readonly RuleValue[], fallback: RuleValue): RuleValue {
  let value: RuleValue = map;
  for (const key of keys) {
    const map: RuleValue | undefined = value instanceof PartialMap ? value.entries : value;
    const next: RuleValue | undefined = isMap(map) && typeof key === "string" ? map.get(key) : undefined;
    if (next === undefined) return fallback;
    value = next;
  }
  return value;
}

/** rules.MapDiff: `after.diff(before)`. */
export const mapDiffMethods: Methods = {
  addedKeys: method([[]], (diff: MapDiff) => keys(diff.after, (key) => !diff.before.has(key))),
  removedKeys: method([[]], (diff: MapDiff) => keys(diff.before, (key) => !diff.after.has(key))),
  changedKeys: method([[]], (diff: MapDiff) =>
    keys(diff.after, (key) => diff.before.has(key) && !same(diff, key)),
  ),
  unchangedKeys: method([[]], (diff: MapDiff) =>
    keys(diff.after, (key) => diff.before.has(key) && same(diff, key)),
  ),
  affectedKeys: method([[]], (diff: MapDiff) => {
    const present = [...diff.after.keys()].filter((key) => !diff.before.has(key) || !same(diff, key));
    const removed = [...diff.before.keys()].filter((key) => !diff.after.has(key));
    return new RuleSet([...present, ...removed]);
  }),
};

function keys(map: RuleMap, wanted: (key: string) => boolean): RuleSet {
  return new RuleSet([...map.keys()].filter(wanted));
}

function same(diff: MapDiff, key: string): boolean {
  return sameValue(diff.after.get(key) ?? null, diff.before.get(key) ?? null);
}

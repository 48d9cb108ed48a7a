import { BOUNDS } from "../../limits.ts";
import { toText } from "../../values/conversions.ts";
import { type Methods, method } from "../../values/overloads.ts";
import { RuleError, unsupportedOperation } from "../../values/rule-error.ts";
import { checkedText } from "../../values/value-size.ts";
import { contains, isList, type RuleList, RuleSet, type RuleValue, typeName } from "../../values/values.ts";

/** rules.List. */
export const listMethods: Methods = {
  size: method([[]], (list: RuleList) => BigInt(list.length)),
  concat: method([["list"]], (list: RuleList, other) => checkedList([...list, ...itemsOf(other)])),
  hasAll: method([["list"]], (list: RuleList, other) => itemsOf(other).every((item) => contains(list, item))),
  hasAny: method([["list"]], (list: RuleList, other) => itemsOf(other).some((item) => contains(list, item))),
  hasOnly: method([["list"]], (list: RuleList, other) => {
    const allowed = itemsOf(other);
    return list.every((item) => contains(allowed, item));
  }),
  join: method([["string"]], (list: RuleList, separator) =>
    checkedText(list.map(joinable).join(String(separator))),
  ),
  removeAll: method([["list"]], (list: RuleList, other) => {
    const removed = itemsOf(other);
    return list.filter((item) => !contains(removed, item));
  }),
  toSet: method([[]], (list: RuleList) => new RuleSet(list)),
};

/** rules.Set. */
export const setMethods: Methods = {
  size: method([[]], (set: RuleSet) => BigInt(set.items.length)),
  difference: method([["set"]], (set: RuleSet, other) => {
    const removed = itemsOf(other);
    return new RuleSet(set.items.filter((item) => !contains(removed, item)));
  }),
  intersection: method([["set"]], (set: RuleSet, other) => {
    const kept = itemsOf(other);
    return new RuleSet(set.items.filter((item) => contains(kept, item)));
  }),
  union: method([["set"]], (set: RuleSet, other) => new RuleSet([...set.items, ...itemsOf(other)])),
  hasAll: method([["list"], ["set"]], (set: RuleSet, other) => itemsOf(other).every((item) => set.has(item))),
  hasAny: method([["list"], ["set"]], (set: RuleSet, other) => itemsOf(other).some((item) => set.has(item))),
  hasOnly: method([["list"], ["set"]], (set: RuleSet, other) => {
    const allowed = itemsOf(other);
    return set.items.every((item) => contains(allowed, item));
  }),
};

function itemsOf(value: RuleValue | undefined): RuleList {
  if (value instanceof RuleSet) return value.items;
  return isList(value) ? value : [];
}

function joinable(item: RuleValue): string {
  const text = toText(item);
  if (text === undefined) throw unsupportedOperation(`list.join(${typeName(item)})`, "list.join(string)");
  return text;
}

function checkedList(list: RuleList): RuleList {
  if (list.length > BOUNDS.listItems) throw new RuleError("List is too long.");
  return list;
}

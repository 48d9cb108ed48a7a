import { BOUNDS } from "../limits.ts";
import { conversions } from "../values/conversions.ts";
import { formatValue } from "../values/format-value.ts";
import { INDETERMINATE, isIndeterminate } from "../values/indeterminate.ts";
import { callOverload } from "../values/overloads.ts";
import { functionNotFound, wrongArgumentCount } from "../values/rule-error.ts";
import { isLarge, sizeText } from "../values/value-size.ts";
import type { RuleValue } from "../values/values.ts";
import type { EvaluatorDeps } from "./evaluator-deps.ts";

/** A built-in function called by its plain name. */
export function callBuiltIn(name: string, args: readonly RuleValue[], deps: EvaluatorDeps): RuleValue {
  const conversion = Object.hasOwn(conversions, name) ? conversions[name] : undefined;
  if (conversion) {
    if (args.some(isIndeterminate)) return INDETERMINATE;
    return callOverload({ owner: "", name, method: conversion, receiver: null, args });
  }
  const [argument = null] = args;
  const single = DOCUMENT_FUNCTIONS.has(name) || name === "debug";
  if (!single) throw functionNotFound(name);
  if (args.length !== 1)
    throw wrongArgumentCount(args.length, `${name}(${name === "debug" ? "any" : "path"})`);
  if (name === "debug") {
    deps.debug.push(isLarge(argument, BOUNDS.debugValueChars) ? sizeText(argument) : formatValue(argument));
    return argument;
  }
  return isIndeterminate(argument) ? INDETERMINATE : documentFunction(name, argument, deps);
}

const DOCUMENT_FUNCTIONS: ReadonlySet<string> = new Set(["get", "exists", "getAfter", "existsAfter"]);

function documentFunction(name: string, path: RuleValue, { documents }: EvaluatorDeps): RuleValue {
  const view = name.endsWith("After") ? "after" : "before";
  return name.startsWith("get") ? documents.get(path, view) : documents.exists(path, view);
}

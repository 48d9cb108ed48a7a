import { conversions } from "./conversions.ts";
import type { EvaluationContext } from "./evaluator.ts";
import { formatValue } from "./format-value.ts";
import { BOUNDS } from "./limits.ts";
import { callOverload } from "./overloads.ts";
import { functionNotFound, wrongArgumentCount } from "./rule-error.ts";
import { isUncertain, UNKNOWN } from "./unknown.ts";
import { isLarge, sizeText } from "./value-size.ts";
import type { RuleValue } from "./values.ts";

/** A built-in function called by its plain name. */
export function callBuiltIn(name: string, args: readonly RuleValue[], context: EvaluationContext): RuleValue {
  const conversion = Object.hasOwn(conversions, name) ? conversions[name] : undefined;
  if (conversion) {
    if (args.some(isUncertain)) return UNKNOWN;
    return callOverload({ owner: "", name, method: conversion, receiver: null, args });
  }
  const [argument = null] = args;
  const single = DOCUMENT_FUNCTIONS.has(name) || name === "debug";
  if (!single) throw functionNotFound(name);
  if (args.length !== 1)
    throw wrongArgumentCount(args.length, `${name}(${name === "debug" ? "any" : "path"})`);
  if (name === "debug") {
    context.debug.push(
      isLarge(argument, BOUNDS.debugValueChars) ? sizeText(argument) : formatValue(argument),
    );
    return argument;
  }
  return isUncertain(argument) ? UNKNOWN : documentFunction(name, argument, context);
}

const DOCUMENT_FUNCTIONS: ReadonlySet<string> = new Set(["get", "exists", "getAfter", "existsAfter"]);

function documentFunction(name: string, path: RuleValue, { documents }: EvaluationContext): RuleValue {
  const view = name.endsWith("After") ? "after" : "before";
  return name.startsWith("get") ? documents.get(path, view) : documents.exists(path, view);
}

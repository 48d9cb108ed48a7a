import { RE2JS } from "re2js";
import { RuleError } from "../../values/rule-error.ts";

/** Compiled expressions kept for reuse; a source holds few different ones. */
const MAX_CACHED = 200;
const cache = new Map<string, RE2JS>();

/** Google RE2 (linear time). A pattern that does not compile is an evaluation error. */
export function compileRegex(pattern: string): RE2JS {
  const known = cache.get(pattern);
  if (known) return known;
  const compiled = tryCompile(pattern);
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(pattern, compiled);
  return compiled;
}

function tryCompile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    throw new RuleError(`Invalid regular expression: ${error instanceof Error ? error.message : pattern}.`);
  }
}

import { type Ruleset, type RulesIssue, RulesSyntaxError } from "../interface.ts";
import { LIMITS } from "../limits.ts";
import { checkSource } from "../syntax/check-source.ts";
import { parseRules } from "../syntax/parse-rules.ts";
import { SourceText } from "../syntax/source-text.ts";
import { CompiledRuleset } from "./ruleset.ts";

/** Name of the source in reports when the caller gives none; firebase-tools uploads under this name. */
const DEFAULT_FILE_NAME = "security.rules";

/** Compiles a rules source. Throws RulesSyntaxError with the places of all mistakes found. */
export function compileRules(source: string, fileName = DEFAULT_FILE_NAME): Ruleset {
  const text = new SourceText(source, fileName);
  if (Buffer.byteLength(source) > LIMITS.sourceBytes) {
    const message = `The rules source is larger than ${LIMITS.sourceBytes} bytes.`;
    throw new RulesSyntaxError([{ line: 1, column: 1, message, severity: "ERROR" }]);
  }
  const file = parseRules(text);
  const issues = checkSource(file, text);
  if (issues.some(isError)) throw new RulesSyntaxError(issues.filter(isError));
  return new CompiledRuleset(file, text, issues);
}

function isError(issue: RulesIssue): boolean {
  return issue.severity === "ERROR";
}

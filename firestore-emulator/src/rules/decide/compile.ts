import { type Ruleset, type RulesIssue, RulesSyntaxError } from "../interface.ts";
import { LIMITS } from "../limits.ts";
import type { RulesFile } from "../syntax/ast.ts";
import { checkSource } from "../syntax/check-source.ts";
import { parseRules } from "../syntax/parse-rules.ts";
import { SourceText } from "../syntax/source-text.ts";
import { CompiledRuleset } from "./ruleset.ts";

/** Name of the source in reports when the caller gives none; firebase-tools uploads under this name. */
const DEFAULT_FILE_NAME = "security.rules";

/** Sources whose syntax trees are kept: many projects, one for each test, are given the same rules. */
const MAX_KEPT_SOURCES = 4;

interface CheckedSource {
  readonly text: SourceText;
  readonly file: RulesFile;
  readonly warnings: readonly RulesIssue[];
}

/** By file name and source, the one that was used longest ago first. */
const kept = new Map<string, CheckedSource>();

/**
 * Compiles a rules source. Throws RulesSyntaxError with the places of all mistakes found. Each ruleset counts its own
 * coverage; rulesets of the same source share its syntax tree.
 */
export function compileRules(source: string, fileName = DEFAULT_FILE_NAME): Ruleset {
  const key = `${fileName}\n${source}`;
  const checked = kept.get(key) ?? check(source, fileName);
  kept.delete(key);
  kept.set(key, checked);
  const [oldest] = kept.keys();
  if (oldest !== undefined && kept.size > MAX_KEPT_SOURCES) kept.delete(oldest);
  return new CompiledRuleset(checked.file, checked.text, checked.warnings);
}

function check(source: string, fileName: string): CheckedSource {
  if (Buffer.byteLength(source) > LIMITS.sourceBytes) {
    const message = `The rules source is larger than ${LIMITS.sourceBytes} bytes.`;
    throw new RulesSyntaxError([{ line: 1, column: 1, message, severity: "ERROR" }]);
  }
  const text = new SourceText(source, fileName);
  const file = parseRules(text);
  const issues = checkSource(file, text);
  if (issues.some(isError)) throw new RulesSyntaxError(issues.filter(isError));
  return { text, file, warnings: issues };
}

function isError(issue: RulesIssue): boolean {
  return issue.severity === "ERROR";
}

import type { RulesMethod, StatementOutcome } from "../interface.ts";

/**
 * The text of a PERMISSION_DENIED status as Google's emulator words it: a line break, then for each
 * applicable allow statement why it did not allow.
 */
export function denialMessage(method: RulesMethod, statements: readonly StatementOutcome[]): string {
  if (statements.length === 0) return "\nNo matching allow statements";
  return `\n${statements.map((statement) => reason(method, statement)).join(", ")}`;
}

function reason(method: RulesMethod, { line, condition, error }: StatementOutcome): string {
  const where = `for '${method}' @ L${line}`;
  if (error === undefined) return `false ${where}`;
  return `evaluation error at L${condition.line}:${condition.column} ${where}, ${error.message} ${where}`;
}

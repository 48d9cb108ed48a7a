import type { TraceEntry } from "../interface.ts";
import { BOUNDS } from "../limits.ts";
import type { Expression } from "../syntax/ast.ts";
import type { SourceText } from "../syntax/source-text.ts";
import { formatValue } from "../values/format-value.ts";
import { isLarge, sizeText } from "../values/value-size.ts";
import type { RuleValue } from "../values/values.ts";

/** Remembers what each expression of a check came to, innermost first; made readable only when asked for. */
export class Tracer {
  private readonly steps: {
    readonly node: Expression;
    readonly value?: RuleValue;
    readonly error?: string;
  }[] = [];

  constructor(private readonly source: SourceText) {}

  value(node: Expression, value: RuleValue): void {
    if (node.kind !== "literal" && this.steps.length < BOUNDS.traceSteps) this.steps.push({ node, value });
  }

  error(node: Expression, error: string): void {
    if (this.steps.length < BOUNDS.traceSteps) this.steps.push({ node, error });
  }

  entries(): TraceEntry[] {
    return this.steps.map(({ node, value = null, error }) => ({
      ...this.source.place(node.start),
      source: this.source.text.slice(node.start, node.end),
      value: error === undefined ? readable(value) : `error: ${error}`,
    }));
  }
}

function readable(value: RuleValue): string {
  return isLarge(value, BOUNDS.traceValueChars) ? sizeText(value) : formatValue(value);
}

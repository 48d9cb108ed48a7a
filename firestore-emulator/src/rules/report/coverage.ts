import type { CoverageNode, RuleCoverage, SourcePosition } from "../interface.ts";
import { BOUNDS } from "../limits.ts";
import {
  type Block,
  childrenOf,
  type Expression,
  type MatchBlock,
  type RulesFile,
  type ServiceBlock,
} from "../syntax/ast.ts";
import type { SourceText } from "../syntax/source-text.ts";
import { coverageValue } from "../values/format-value.ts";
import { isLarge, sizeText } from "../values/value-size.ts";
import type { RuleValue } from "../values/values.ts";

interface Count {
  readonly value: unknown;
  count: number;
}

interface Encoded {
  readonly key: string;
  readonly value: unknown;
}

function encode(value: unknown): Encoded {
  return { key: JSON.stringify(value), value };
}

/** A value as the report shows it; of a large one only its size, so that the report stays small. */
function boundedValue(value: RuleValue): unknown {
  if (!isLarge(value, BOUNDS.coverageValueChars)) return coverageValue(value);
  return { constraintValue: { description: sizeText(value) } };
}

/** Counts what every expression evaluated to. */
export class Coverage {
  private counts: (Map<string, Count> | undefined)[] = [];
  /** Lists, maps and the like recorded so far, by expression. */
  private objects: number[] = [];
  /** Length of all values recorded so far. */
  private chars = 0;
  private readonly encoded = new WeakMap<object, Encoded>();

  constructor(
    private readonly file: RulesFile,
    private readonly source: SourceText,
  ) {}

  reset(): void {
    this.counts = [];
    this.objects = [];
    this.chars = 0;
  }

  value(node: Expression, value: RuleValue): void {
    if (typeof value === "object" && value !== null) this.recordObject(node, value);
    else this.recordScalar(node, value);
  }

  error(node: Expression, message: string): void {
    this.record(node, encode({ undefined: { causeMessage: message } }));
  }

  private recordScalar(node: Expression, value: null | boolean | bigint | number | string): void {
    const counts = this.countsOf(node);
    const key =
      typeof value === "string" ? value.slice(0, BOUNDS.coverageValueChars) : `${typeof value}:${value}`;
    this.count(counts, key, () => boundedValue(value));
  }

  /**
   * `request` and `resource` are met many times in one request: each object is encoded once. Encoding is what
   * costs most in a check, so after a number of lists and maps an expression counts only its simple values.
   */
  private recordObject(node: Expression, value: RuleValue & object): void {
    const met = this.objects[node.id] ?? 0;
    if (met >= BOUNDS.coverageObjectsPerExpression) return;
    this.objects[node.id] = met + 1;
    const encoded = this.encoded.get(value) ?? encode(boundedValue(value));
    this.encoded.set(value, encoded);
    this.record(node, encoded);
  }

  private record(node: Expression, { key, value }: Encoded): void {
    this.count(this.countsOf(node), key, () => value);
  }

  /** A value that is new is taken in only while there is room: for the expression, and in the whole report. */
  private count(counts: Map<string, Count>, key: string, make: () => unknown): void {
    const known = counts.get(key);
    if (known) {
      known.count++;
      return;
    }
    if (counts.size >= BOUNDS.coverageValuesPerExpression || this.chars > BOUNDS.coverageChars) return;
    this.chars += key.length;
    counts.set(key, { value: make(), count: 1 });
  }

  private countsOf(node: Expression): Map<string, Count> {
    const counts = this.counts[node.id] ?? new Map<string, Count>();
    this.counts[node.id] = counts;
    return counts;
  }

  /**
   * The report in the shape of Google's emulator: conditions and function bodies with their subexpressions, without
   * the literals.
   */
  report(): Omit<RuleCoverage, "denials"> {
    const roots = rootExpressions(this.file).sort((a, b) => a.start - b.start);
    return {
      rules: { files: [{ name: this.source.fileName, content: this.source.text }] },
      report: roots.map((root) => this.node(root)),
    };
  }

  private node(expression: Expression): CoverageNode {
    const counts = this.counts[expression.id];
    const children = childrenOf(expression)
      .filter(({ kind }) => kind !== "literal")
      .map((child) => this.node(child));
    return {
      sourcePosition: this.position(expression),
      ...(counts ? { values: [...counts.values()].map(({ value, count }) => ({ value, count })) } : {}),
      ...(children.length > 0 ? { children } : {}),
    };
  }

  private position(expression: Expression): SourcePosition {
    const { line, column } = this.source.place(expression.start);
    return {
      fileName: this.source.fileName,
      line,
      column,
      currentOffset: this.source.charactersBefore(expression.start),
      endOffset: this.source.charactersBefore(expression.end) - 1,
    };
  }
}

function rootExpressions(file: RulesFile): Expression[] {
  const services = file.services.filter((service) => service.name === "cloud.firestore");
  return [
    ...ofFunctions(file),
    ...services.flatMap((service) => [...ofFunctions(service), ...ofMatches(service)]),
  ];
}

function ofFunctions(block: Block): Expression[] {
  return block.functions.flatMap((declaration) => [
    ...declaration.lets.map((binding) => binding.value),
    declaration.result,
  ]);
}

function ofMatches(block: ServiceBlock | MatchBlock): Expression[] {
  return block.matches.flatMap((match) => [
    ...ofFunctions(match),
    ...match.allows.flatMap((allow) => (allow.condition ? [allow.condition] : [])),
    ...ofMatches(match),
  ]);
}

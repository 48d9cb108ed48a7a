import { AccessSession, DocumentAccess } from "../evaluate/document-access.ts";
import { Evaluator } from "../evaluate/evaluator.ts";
import type {
  CheckOptions,
  Denial,
  RuleCoverage,
  RulesDatabase,
  Ruleset,
  RulesIssue,
  RulesRequest,
  RulesSession,
  StatementOutcome,
  Verdict,
} from "../interface.ts";
import { BOUNDS } from "../limits.ts";
import { databaseIdOf, type EvaluationContext, evaluationContextsOf } from "../match/evaluation-context.ts";
import { type Candidate, findCandidates } from "../match/match-path.ts";
import { Coverage } from "../report/coverage.ts";
import { denialMessage } from "../report/denial-message.ts";
import { Tracer } from "../report/tracer.ts";
import type { RulesFile } from "../syntax/ast.ts";
import type { SourceText } from "../syntax/source-text.ts";
import { type Indeterminate, isIndeterminate } from "../values/indeterminate.ts";
import { LimitError, RuleError } from "../values/rule-error.ts";
import { type RuleValue, typeName } from "../values/values.ts";

/** A rules source ready to decide requests. */
export class CompiledRuleset implements Ruleset {
  private readonly counts: Coverage;
  private readonly denials: Denial[] = [];

  constructor(
    private readonly file: RulesFile,
    private readonly text: SourceText,
    readonly warnings: readonly RulesIssue[],
  ) {
    this.counts = new Coverage(file, text);
  }

  get source(): string {
    return this.text.text;
  }

  get fileName(): string {
    return this.text.fileName;
  }

  get version(): "1" | "2" {
    return this.file.version ?? "1";
  }

  newSession(): RulesSession {
    return new AccessSession();
  }

  coverage(): RuleCoverage {
    const denials = [...this.denials];
    return { ...this.counts.report(), denials };
  }

  resetCoverage(): void {
    this.counts.reset();
    this.denials.length = 0;
  }

  check(request: RulesRequest, database: RulesDatabase, options: CheckOptions = {}): Verdict {
    const session = options.session instanceof AccessSession ? options.session : new AccessSession();
    const documents = new DocumentAccess(database, databaseIdOf(request), session);
    const tracer = new Tracer(this.text);
    const debug: string[] = [];
    const deps = { documents, coverage: this.counts, tracer, debug };
    let statements: readonly StatementOutcome[] = [];
    let allowed = true;
    for (const context of evaluationContextsOf(request, documents)) {
      statements = this.decide(context, request.method, new Evaluator(deps));
      allowed = statements.at(-1)?.result === "true";
      if (!allowed) break;
    }
    const verdict: Verdict = {
      allowed,
      message: allowed ? "" : denialMessage(request.method, statements),
      statements,
      reads: documents.reads,
      documentsRead: [...documents.paths],
      trace: () => tracer.entries(),
      debug,
    };
    if (!allowed) this.remember(request, verdict);
    return verdict;
  }

  /** As text: a denial that is remembered holds no documents. */
  private remember({ method, path, time }: RulesRequest, { message, trace }: Verdict): void {
    this.denials.push({ method, path, time: time.toString(), message, trace: trace() });
    if (this.denials.length > BOUNDS.rememberedDenials) this.denials.shift();
  }

  /** Runs the applicable statements in source order up to the first that allows. */
  private decide(context: EvaluationContext, method: string, evaluator: Evaluator): StatementOutcome[] {
    const outcomes: StatementOutcome[] = [];
    for (const candidate of findCandidates(this.file, context.path, context.variables)) {
      if (!candidate.allow.methods.has(method)) continue;
      const { outcome, final } = this.evaluate(candidate, evaluator);
      outcomes.push(outcome);
      if (final) break;
    }
    return outcomes;
  }

  private evaluate(
    { allow, environment }: Candidate,
    evaluator: Evaluator,
  ): { outcome: StatementOutcome; final: boolean } {
    const { line, column } = this.text.place(allow.start);
    const condition = allow.condition ? this.text.place(allow.condition.start) : { line, column };
    const place = { line, column, condition };
    try {
      const value = allow.condition ? evaluator.evaluate(allow.condition, environment) : true;
      if (value === true) return { outcome: { ...place, result: "true" }, final: true };
      if (value === false) return { outcome: { ...place, result: "false" }, final: false };
      throw undecided(value);
    } catch (error) {
      if (!(error instanceof RuleError)) throw error;
      const at = this.text.place(error.at ?? allow.condition?.start ?? allow.start);
      const outcome = { ...place, result: "error", error: { message: error.message, ...at } } as const;
      return { outcome, final: error instanceof LimitError };
    }
  }
}

function undecided(value: Exclude<RuleValue, boolean> | Indeterminate): RuleError {
  if (isIndeterminate(value))
    return new RuleError("The query's constraints do not prove the rule for all its results.");
  if (value === null) return new RuleError("Null value error.");
  return new RuleError(`Type error. Received: [${typeName(value)}] Expected: [bool].`);
}

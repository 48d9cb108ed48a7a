import { Bytes } from "../../model/value.ts";
import { LIMITS } from "../limits.ts";
import { isIndeterminateOfType } from "../proof/constraint-logic.ts";
import type {
  BinaryExpression,
  CallExpression,
  Expression,
  FunctionDeclaration,
  IndexExpression,
  LogicalExpression,
  MapExpression,
  MethodExpression,
  PathExpression,
  SliceExpression,
  TernaryExpression,
} from "../syntax/ast.ts";
import { ANY_BOOLEAN, INDETERMINATE, isIndeterminate } from "../values/indeterminate.ts";
import { LimitError, RuleError, wrongArgumentCount } from "../values/rule-error.ts";
import { Path, type RuleValue, sameValue, typeName } from "../values/values.ts";
import { callBuiltIn } from "./built-ins.ts";
import { certainOr, mapFrom, pathSegments } from "./composites.ts";
import { Deferred, Environment } from "./environment.ts";
import type { EvaluatorDeps } from "./evaluator-deps.ts";
import { elementAt, memberOf, slice } from "./member-access.ts";
import { callMethod, checkMethod } from "./methods.ts";
import { callNamespace, checkNamespaceFunction } from "./namespaces.ts";
import { binaryOperation, negate, negative, notABoolean } from "./operators.ts";

/** Evaluates the conditions of one request. Errors are thrown as RuleError, with the place where they arose. */
export class Evaluator {
  private evaluated = 0;
  private depth = 0;

  constructor(private readonly deps: EvaluatorDeps) {}

  evaluate(node: Expression, environment: Environment): RuleValue {
    this.count(node);
    try {
      const value = this.compute(node, environment);
      this.deps.coverage.value(node, value);
      this.deps.tracer.value(node, value);
      return value;
    } catch (thrown) {
      const error = asRuleError(thrown);
      error.at ??= node.start;
      this.deps.coverage.error(node, error.message);
      this.deps.tracer.error(node, error.message);
      throw error;
    }
  }

  /** Literals and variables are free: they are parts of expressions. */
  private count(node: Expression): void {
    if (node.kind === "literal" || node.kind === "variable") return;
    if (++this.evaluated > LIMITS.expressionsPerRequest) {
      throw new LimitError(
        `Maximum of ${LIMITS.expressionsPerRequest} expressions to evaluate has been reached.`,
        node.start,
      );
    }
  }

  private compute(node: Expression, environment: Environment): RuleValue {
    switch (node.kind) {
      case "literal":
        return node.value instanceof Uint8Array ? new Bytes(node.value) : node.value;
      case "variable":
        return variable(node.name, environment);
      case "member":
        return memberOf(this.evaluate(node.object, environment), node.property);
      case "index":
      case "slice":
        return this.access(node, environment);
      case "call":
        return this.call(node, environment);
      case "method":
        return this.method(node, environment);
      case "unary": {
        const operand = this.evaluate(node.operand, environment);
        return node.op === "!" ? negate(operand) : negative(operand);
      }
      case "binary":
        return this.binary(node, environment);
      case "logical":
        return this.logical(node, environment);
      case "ternary":
        return this.ternary(node, environment);
      case "is":
        return hasType(this.evaluate(node.operand, environment), node.typeName);
      case "list":
        return certainOr(
          node.items.map((item) => this.evaluate(item, environment)),
          (items) => [...items],
        );
      case "map":
        return this.map(node, environment);
      case "path":
        return this.path(node, environment);
    }
  }

  private access(node: IndexExpression | SliceExpression, environment: Environment): RuleValue {
    const object = this.evaluate(node.object, environment);
    if (node.kind === "index") return elementAt(object, this.evaluate(node.index, environment));
    return slice(object, this.evaluate(node.from, environment), this.evaluate(node.to, environment));
  }

  private binary(node: BinaryExpression, environment: Environment): RuleValue {
    const left = this.evaluate(node.left, environment);
    const right = this.evaluate(node.right, environment);
    return placedAt(node.opStart, () => binaryOperation(node.op, left, right));
  }

  /** `&&` and `||`: the deciding operand wins even if another one is an error or not known. */
  private logical(node: LogicalExpression, environment: Environment): RuleValue {
    const decisive = node.op === "||";
    let failure: RuleError | undefined;
    let doubt: RuleValue | undefined;
    for (const operand of node.operands) {
      try {
        const value = this.evaluate(operand, environment);
        if (value === decisive) return decisive;
        if (isIndeterminate(value))
          doubt = value === ANY_BOOLEAN && doubt !== INDETERMINATE ? ANY_BOOLEAN : INDETERMINATE;
        else if (typeof value !== "boolean") throw withPlace(notABoolean(value), operand);
      } catch (error) {
        if (!(error instanceof RuleError) || error instanceof LimitError) throw error;
        failure ??= error;
      }
    }
    if (failure) throw failure;
    return doubt ?? !decisive;
  }

  private ternary(node: TernaryExpression, environment: Environment): RuleValue {
    const condition = this.evaluate(node.condition, environment);
    if (condition === true) return this.evaluate(node.whenTrue, environment);
    if (condition === false) return this.evaluate(node.whenFalse, environment);
    if (!isIndeterminate(condition)) throw withPlace(notABoolean(condition), node.condition);
    if (condition !== ANY_BOOLEAN) return INDETERMINATE;
    const whenTrue = this.evaluate(node.whenTrue, environment);
    const whenFalse = this.evaluate(node.whenFalse, environment);
    if (isIndeterminate(whenTrue) || isIndeterminate(whenFalse)) return INDETERMINATE;
    return sameValue(whenTrue, whenFalse) ? whenTrue : INDETERMINATE;
  }

  private map(node: MapExpression, environment: Environment): RuleValue {
    const parts = node.entries.flatMap(({ key, value }) => [
      this.evaluate(key, environment),
      this.evaluate(value, environment),
    ]);
    return certainOr(parts, () => mapFrom(parts));
  }

  /** A name in $(...) that is no variable stays open for bind(). */
  private path(node: PathExpression, environment: Environment): RuleValue {
    const bindings = new Map<string, string>();
    const unbound = new Set<string>();
    const parts = node.segments.map((segment): RuleValue => {
      if (typeof segment === "string") return segment;
      const name = segment.kind === "variable" ? segment.name : undefined;
      if (name !== undefined && !environment.has(name)) {
        unbound.add(name);
        return `$(${name})`;
      }
      const value = this.evaluate(segment, environment);
      if (name !== undefined && typeof value === "string") bindings.set(name, value);
      return value;
    });
    return certainOr(parts, () => new Path(parts.flatMap(pathSegments), bindings, unbound));
  }

  private method(node: MethodExpression, environment: Environment): RuleValue {
    const { namespace } = node;
    if (namespace !== undefined) {
      checkNamespaceFunction(namespace, node.name);
      const args = node.args.map((argument) => this.evaluate(argument, environment));
      return placedAt(node.nameStart, () => callNamespace(namespace, node.name, args));
    }
    const receiver = this.evaluate(node.object, environment);
    checkMethod(receiver, node.name);
    const args = node.args.map((argument) => this.evaluate(argument, environment));
    return placedAt(node.nameStart, () => callMethod(receiver, node.name, args));
  }

  private call(node: CallExpression, environment: Environment): RuleValue {
    if (node.target) return this.callFunction(node, node.target, environment);
    const args = node.args.map((argument) => this.evaluate(argument, environment));
    return callBuiltIn(node.name, args, this.deps);
  }

  private callFunction(node: CallExpression, target: FunctionDeclaration, caller: Environment): RuleValue {
    if (this.depth >= LIMITS.callDepth)
      throw new LimitError(`Function call depth exceeds ${LIMITS.callDepth}.`);
    if (node.args.length !== target.parameters.length) {
      const names = target.parameters.map(({ name }) => name).join(", ");
      throw wrongArgumentCount(node.args.length, `${target.name}(${names})`);
    }
    const variables = new Map<string, Deferred>();
    for (const [i, { name }] of target.parameters.entries()) {
      const argument = node.args[i];
      if (argument) variables.set(name, this.defer(argument, caller));
    }
    const environment = new Environment(caller.of(target.block), undefined, variables);
    this.depth++;
    for (const { name, value } of target.lets) variables.set(name, this.defer(value, environment));
    try {
      return this.evaluate(target.result, environment);
    } finally {
      this.depth--;
    }
  }

  /** Evaluated when first used, but at the call depth of the place where it is written. */
  private defer(node: Expression, environment: Environment): Deferred {
    const { depth } = this;
    return new Deferred(() => {
      const depthOfUse = this.depth;
      this.depth = depth;
      try {
        return this.evaluate(node, environment);
      } finally {
        this.depth = depthOfUse;
      }
    });
  }
}

/** A JavaScript limit (a string too long, a stack too deep) is a limit of the request. */
function asRuleError(thrown: unknown): RuleError {
  if (thrown instanceof RuleError) return thrown;
  if (thrown instanceof RangeError) return new LimitError("Evaluation needs too much memory.");
  throw thrown;
}

function variable(name: string, environment: Environment): RuleValue {
  const value = environment.lookUp(name);
  if (value === undefined) throw new RuleError(`Variable not found error: Name: [${name}].`);
  return value;
}

function hasType(value: RuleValue, type: string): RuleValue {
  if (isIndeterminate(value)) return isIndeterminateOfType(value, type);
  const name = typeName(value);
  return name === type || (type === "number" && (name === "int" || name === "float"));
}

function withPlace(error: RuleError, node: Expression): RuleError {
  error.at ??= node.start;
  return error;
}

/** Production points at the operator or at the method's name when operands or arguments do not fit. */
function placedAt(at: number, run: () => RuleValue): RuleValue {
  try {
    return run();
  } catch (error) {
    if (error instanceof RuleError) error.at ??= at;
    throw error;
  }
}

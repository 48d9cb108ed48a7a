import type { RulesIssue } from "../interface.ts";
import { LIMITS } from "../limits.ts";
import type {
  AllowStatement,
  Block,
  CallExpression,
  Expression,
  FunctionDeclaration,
  MatchBlock,
  RulesFile,
  ServiceBlock,
} from "./ast.ts";
import { childrenOf } from "./ast.ts";
import { BUILT_IN_FUNCTIONS, NAMESPACES } from "./function-names.ts";
import type { SourceText } from "./source-text.ts";

const KNOWN_SERVICES: ReadonlySet<string> = new Set([
  "cloud.firestore",
  "firebase.storage",
  "firebase.database",
]);
const ROOT_VARIABLES: ReadonlySet<string> = new Set(["request", "resource"]);

/** Names visible somewhere in the source. */
interface Scope {
  readonly parent: Scope | undefined;
  readonly functions: ReadonlyMap<string, FunctionDeclaration>;
  readonly variables: ReadonlySet<string>;
}

/**
 * Resolves calls to the functions they mean and lists everything wrong with the source. Google's compiler
 * only warns about unknown functions and variables and about calls with too few or too many arguments
 * (evaluating them is an error), and so does this one.
 */
export function checkSource(file: RulesFile, source: SourceText): RulesIssue[] {
  return new SourceChecker(file, source).check();
}

class SourceChecker {
  private readonly issues: RulesIssue[] = [];
  private readonly calls = new Map<FunctionDeclaration, FunctionDeclaration[]>();
  private readonly used = new Set<FunctionDeclaration>();
  private readonly declared: FunctionDeclaration[] = [];

  constructor(
    private readonly file: RulesFile,
    private readonly source: SourceText,
  ) {}

  check(): RulesIssue[] {
    const root = this.scope(undefined, this.file, []);
    if (this.file.version !== "2") {
      this.warn(
        "Ruleset uses old version (version [1]). Please update to the latest version (version [2]).",
        0,
      );
    }
    this.functions(this.file, root);
    for (const service of this.file.services) this.service(service, root);
    this.recursion();
    for (const declaration of this.declared) {
      if (!this.used.has(declaration))
        this.warn(`Unused function: ${declaration.name}.`, declaration.nameStart);
    }
    return this.issues.sort((a, b) => a.line - b.line || a.column - b.column);
  }

  private service(service: ServiceBlock, root: Scope): void {
    if (!KNOWN_SERVICES.has(service.name)) this.error(`Unknown service: ${service.name}.`, service.nameStart);
    if (service.name !== "cloud.firestore") return;
    const scope = this.scope(root, service, []);
    this.functions(service, scope);
    for (const match of service.matches) this.match(match, scope);
  }

  private match(match: MatchBlock, outer: Scope): void {
    const names: string[] = [];
    for (const [index, segment] of match.pattern.entries()) {
      if (segment.kind === "literal") continue;
      if (names.includes(segment.name))
        this.error(`Duplicate wildcard name: ${segment.name}.`, segment.start);
      names.push(segment.name);
      if (segment.kind === "recursive") this.recursiveWildcard(match, index, segment.start);
    }
    const scope = this.scope(outer, match, names);
    this.functions(match, scope);
    for (const allow of match.allows) this.allow(allow, scope);
    for (const inner of match.matches) this.match(inner, scope);
  }

  private recursiveWildcard(match: MatchBlock, index: number, at: number): void {
    if (this.file.version !== "2" && index !== match.pattern.length - 1) {
      const where = "Glob matches are permitted as the last segment in a match declaration path.";
      this.error(`Invalid glob match expression. ${where}`, at);
    }
    if (match.pattern.findIndex((segment) => segment.kind === "recursive") !== index) {
      this.error(
        "Invalid glob match expression. Only one glob match is permitted in a match declaration path.",
        at,
      );
    }
    if (this.file.version !== "2" && match.matches.length > 0) {
      this.warn("Glob(**) resource rules should not have child resource rules.", match.start);
    }
  }

  private allow(allow: AllowStatement, scope: Scope): void {
    if (allow.condition) this.expression(allow.condition, scope, undefined);
  }

  private functions(block: Block, scope: Scope): void {
    for (const declaration of block.functions) {
      declaration.block = block;
      this.declared.push(declaration);
      this.functionBody(declaration, scope);
    }
  }

  private functionBody(declaration: FunctionDeclaration, outer: Scope): void {
    const names = new Set<string>();
    for (const parameter of declaration.parameters) {
      if (names.has(parameter.name)) this.error(`Duplicate parameter: ${parameter.name}.`, parameter.start);
      names.add(parameter.name);
    }
    const local: Scope = { parent: outer, functions: new Map(), variables: names };
    const bound = new Set<string>();
    for (const binding of declaration.lets) {
      this.expression(binding.value, local, declaration);
      if (names.has(binding.name)) {
        this.error(`Variable '${binding.name}' is already defined.`, binding.start);
      }
      names.add(binding.name);
      bound.add(binding.name);
    }
    if (declaration.lets.length > LIMITS.letBindingsPerFunction) {
      const message = `Function '${declaration.name}' has more than ${LIMITS.letBindingsPerFunction} let bindings.`;
      this.error(message, declaration.lets[LIMITS.letBindingsPerFunction]?.start ?? declaration.start);
    }
    this.expression(declaration.result, local, declaration);
    this.unusedVariables(declaration, bound);
  }

  private unusedVariables(declaration: FunctionDeclaration, bound: ReadonlySet<string>): void {
    const mentioned = new Set<string>();
    const visit = (node: Expression): void => {
      if (node.kind === "variable") mentioned.add(node.name);
      childrenOf(node).forEach(visit);
    };
    for (const binding of declaration.lets) visit(binding.value);
    visit(declaration.result);
    for (const { name, start } of [...declaration.parameters, ...declaration.lets]) {
      if (mentioned.has(name)) continue;
      this.warn(`Unused ${bound.has(name) ? "variable" : "parameter"}: ${name}.`, start);
    }
  }

  private expression(node: Expression, scope: Scope, inside: FunctionDeclaration | undefined): void {
    if (node.kind === "variable") this.variable(node.name, node.start, scope);
    if (node.kind === "call") this.call(node, scope, inside);
    if (node.kind === "method" && node.object.kind === "variable") {
      const { name } = node.object;
      if (NAMESPACES.has(name) && !isVariable(scope, name)) node.namespace = name;
    }
    for (const child of childrenOf(node)) {
      // An unknown name in a path is a placeholder for bind().
      if (node.kind !== "path" || child.kind !== "variable") this.expression(child, scope, inside);
    }
  }

  private variable(name: string, at: number, scope: Scope): void {
    if (!isVariable(scope, name) && !ROOT_VARIABLES.has(name))
      this.warn(`Invalid variable name: ${name}.`, at);
  }

  private call(node: CallExpression, scope: Scope, inside: FunctionDeclaration | undefined): void {
    const target = findFunction(scope, node.name);
    if (target === undefined) {
      if (!BUILT_IN_FUNCTIONS.has(node.name)) this.warn(`Invalid function name: ${node.name}.`, node.start);
      return;
    }
    node.target = target;
    if (inside !== target) this.used.add(target);
    if (inside) this.calls.set(inside, [...(this.calls.get(inside) ?? []), target]);
    if (node.args.length !== target.parameters.length) {
      const counts = `Received: ${node.args.length}. Expected: ${target.parameters.length}.`;
      this.warn(`Incorrect number of arguments to '${node.name}'. ${counts}`, node.start);
    }
  }

  /** Functions may not call themselves, not even through others. */
  private recursion(): void {
    const state = new Map<FunctionDeclaration, "open" | "done">();
    const visit = (declaration: FunctionDeclaration): void => {
      state.set(declaration, "open");
      for (const next of this.calls.get(declaration) ?? []) {
        if (state.get(next) === "open") {
          this.error(`Recursive call to function '${next.name}' is not allowed.`, next.nameStart);
        } else if (!state.has(next)) visit(next);
      }
      state.set(declaration, "done");
    };
    for (const declaration of this.declared) if (!state.has(declaration)) visit(declaration);
  }

  private scope(parent: Scope | undefined, block: Block, variables: readonly string[]): Scope {
    const functions = new Map<string, FunctionDeclaration>();
    for (const declaration of block.functions) {
      if (functions.has(declaration.name)) {
        this.error(`Function '${declaration.name}' is already defined.`, declaration.nameStart);
      }
      functions.set(declaration.name, declaration);
    }
    return { parent, functions, variables: new Set(variables) };
  }

  private error(message: string, at: number): void {
    this.issues.push({ ...this.source.place(at), message, severity: "ERROR" });
  }

  private warn(message: string, at: number): void {
    this.issues.push({ ...this.source.place(at), message, severity: "WARNING" });
  }
}

function isVariable(scope: Scope, name: string): boolean {
  for (let at: Scope | undefined = scope; at; at = at.parent) if (at.variables.has(name)) return true;
  return false;
}

function findFunction(scope: Scope, name: string): FunctionDeclaration | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const found = at.functions.get(name);
    if (found) return found;
  }
  return undefined;
}

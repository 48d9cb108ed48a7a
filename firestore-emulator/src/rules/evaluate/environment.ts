import type { Block } from "../syntax/ast.ts";
import { RuleError } from "../values/rule-error.ts";
import type { RuleValue } from "../values/values.ts";

/** Variables that a block, a function call or the request itself brings into view. */
export class Environment {
  constructor(
    readonly parent: Environment | undefined,
    /** The block whose variables these are; undefined for a function's parameters. */
    readonly block: Block | undefined,
    private readonly variables: Variables,
  ) {}

  has(name: string): boolean {
    return this.variables.has(name) || (this.parent?.has(name) ?? false);
  }

  /** undefined when no such variable is in view. Throws what a deferred value throws. */
  lookUp(name: string): RuleValue | undefined {
    if (!this.variables.has(name)) return this.parent?.lookUp(name);
    const found = this.variables.get(name);
    return found instanceof Deferred ? found.value() : (found ?? null);
  }

  /** The environment of a surrounding block: where its functions look for their free variables. */
  of(block: Block | undefined): Environment {
    for (let at: Environment | undefined = this; at; at = at.parent) if (at.block === block) return at;
    return this;
  }
}

/** What an environment reads from: a map, or `request` and `resource`, made only when a rule looks at them. */
export interface Variables {
  get(name: string): RuleValue | Deferred | undefined;
  has(name: string): boolean;
}

/**
 * The value of an argument or a let binding, worked out when it is first used. One that is never used cannot
 * fail: `let email = request.auth.token.email; return signedIn() && email != ''` is false, not an error, when
 * nobody is signed in.
 */
export class Deferred {
  private outcome: { readonly value: RuleValue } | { readonly error: RuleError } | undefined;

  constructor(private readonly evaluate: () => RuleValue) {}

  value(): RuleValue {
    this.outcome ??= this.run();
    if ("error" in this.outcome) throw this.outcome.error;
    return this.outcome.value;
  }

  private run(): { readonly value: RuleValue } | { readonly error: RuleError } {
    try {
      return { value: this.evaluate() };
    } catch (error) {
      if (error instanceof RuleError) return { error };
      throw error;
    }
  }
}

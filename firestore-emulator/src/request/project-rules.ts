import type { Ruleset } from "../rules/interface.ts";

/** Security rules by project id: those put for a project, else those that the emulator was started with. */
export class ProjectRules extends Map<string, Ruleset> {
  private fallbackRules: Ruleset | undefined;
  private changed: (() => void)[] = [];

  /** For every project without rules of its own; undefined allows everything. */
  get fallback(): Ruleset | undefined {
    return this.fallbackRules;
  }

  set fallback(rules: Ruleset | undefined) {
    this.fallbackRules = rules;
    this.tell();
  }

  override get(projectId: string): Ruleset | undefined {
    return super.get(projectId) ?? this.fallbackRules;
  }

  override set(projectId: string, rules: Ruleset): this {
    super.set(projectId, rules);
    this.tell();
    return this;
  }

  override delete(projectId: string): boolean {
    const had = super.delete(projectId);
    this.tell();
    return had;
  }

  override clear(): void {
    super.clear();
    this.tell();
  }

  /** Calls the listener after each change: running listeners must be asked again whether they are allowed. */
  onChange(listener: () => void): void {
    this.changed.push(listener);
  }

  private tell(): void {
    // The constructor of Map may call `set` before the fields exist.
    for (const listener of this.changed ?? []) listener();
  }
}

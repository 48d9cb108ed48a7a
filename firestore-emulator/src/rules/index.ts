/**
 * Firestore security rules: compile a source once, then ask it about requests.
 *
 * `compileRules` throws `RulesSyntaxError` with positions. `Ruleset.check` decides one operation;
 * doors do not call it themselves but use `authorize.ts`, which knows callers and databases.
 */
export { compileRules } from "./compile.ts";
export type * from "./interface.ts";
export { RulesSyntaxError } from "./interface.ts";

/**
 * The values of a query's proof. A `list` request is evaluated once for all documents that the query could
 * return, so whatever depends on the document is known only as far as the query's filters say.
 *
 * - `Indeterminate` itself may be any value, or an error.
 * - `AnyBoolean` is true or false, never an error.
 * - `Constrained` (constrained.ts) exists and has the given type, if known, and fulfils the given constraints.
 * - `PartialMap` (constrained.ts) is a map with entries of which some are not known exactly.
 *
 * Only a condition that evaluates to `true` allows, so losing knowledge is always safe.
 */
export class Indeterminate {
  /** Tells the type apart from every other. */
  readonly certain = false;

  toString(): string {
    return "unknown";
  }
}

export const INDETERMINATE = new Indeterminate();

export class AnyBoolean extends Indeterminate {
  override toString(): string {
    return "true or false";
  }
}

export const ANY_BOOLEAN = new AnyBoolean();

/** Lists, sets and maps never hold indeterminate values: they become indeterminate themselves. */
export function isIndeterminate(value: unknown): value is Indeterminate {
  return value instanceof Indeterminate;
}

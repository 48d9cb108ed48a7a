type Facts = Record<string, unknown>;

/** The fields of a change that differ, as an audit entry shows them: before and after, without what stayed. */
export function audited<T extends object>(
  before: T,
  after: T,
  fields: readonly (keyof T & string)[],
): { before: Facts; after: Facts } {
  const changed = fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  const pick = (from: T): Facts => Object.fromEntries(changed.map((field) => [field, from[field]]));
  return { before: pick(before), after: pick(after) };
}

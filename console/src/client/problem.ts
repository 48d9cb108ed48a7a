/** Whatever was thrown, as an error to show. */
export const problemOf = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(String(thrown));

/** The gRPC status codes by which the database says what became of a write. Source: google.rpc.Code. */
const CODES = {
  cancelled: 1,
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  alreadyExists: 6,
  resourceExhausted: 8,
  failedPrecondition: 9,
  aborted: 10,
  unavailable: 14,
} as const;
export type DatabaseCode = keyof typeof CODES;

/** Whether the database refused with one of these codes. */
export function isDatabaseError(error: unknown, ...codes: readonly DatabaseCode[]): boolean {
  if (!(error instanceof Error && "code" in error)) return false;
  return codes.some((code) => error.code === CODES[code]);
}

/** A write that was bound to what had been read came too late: the document has been made, changed or taken away since. */
export function isConflict(error: unknown): boolean {
  return isDatabaseError(error, "alreadyExists", "failedPrecondition", "notFound");
}

/** Makes a write that is bound to what had been read. @returns null on a conflict: nothing was written. */
export async function ifUnchanged<T>(write: Promise<T>): Promise<T | null> {
  try {
    return await write;
  } catch (error) {
    if (isConflict(error)) return null;
    throw error;
  }
}

/** The database could not take it just now; the same call may succeed in a moment. */
export function isBusy(error: unknown): boolean {
  return isDatabaseError(error, "unavailable", "aborted", "deadlineExceeded", "resourceExhausted");
}

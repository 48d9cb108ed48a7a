/** The 17 canonical gRPC codes, by number (google/rpc/code.proto). */
export enum StatusCode {
  OK = 0,
  CANCELLED = 1,
  UNKNOWN = 2,
  INVALID_ARGUMENT = 3,
  DEADLINE_EXCEEDED = 4,
  NOT_FOUND = 5,
  ALREADY_EXISTS = 6,
  PERMISSION_DENIED = 7,
  RESOURCE_EXHAUSTED = 8,
  FAILED_PRECONDITION = 9,
  ABORTED = 10,
  OUT_OF_RANGE = 11,
  UNIMPLEMENTED = 12,
  INTERNAL = 13,
  UNAVAILABLE = 14,
  DATA_LOSS = 15,
  UNAUTHENTICATED = 16,
}

/** The emulator's one error class. Every protocol maps it: gRPC status, REST JSON error, WebChannel status. */
export class StatusError extends Error {
  constructor(
    readonly code: StatusCode,
    message: string,
    readonly details?: unknown,
  ) {
    super(message);
    this.name = "StatusError";
  }
}

/** Shorthand for the most frequent refusal. */
export function invalidArgument(message: string): StatusError {
  return new StatusError(StatusCode.INVALID_ARGUMENT, message);
}

/** What the protocols answer for anything thrown: a StatusError as it is, everything else as INTERNAL. */
export function toStatusError(error: unknown): StatusError {
  if (error instanceof StatusError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new StatusError(StatusCode.INTERNAL, `Internal error: ${message}`);
}

import {
  ERROR_REASONS,
  ERROR_STATUS,
  type ErrorDetail,
  type ErrorParams,
  type ErrorReason,
  type ErrorStatus,
  type ErrorType,
  reasonText,
} from "@livechat/contract";

interface ErrorExtras {
  details?: ErrorDetail[];
  retryAfterSeconds?: number;
  cause?: unknown;
  reason?: ErrorReason;
  params?: ErrorParams;
}

/** The one class of expected errors. It is thrown where the matter is found and mapped to HTTP by the endpoint wrapper. */
export class ChatError extends Error {
  override readonly name = "ChatError";
  readonly details: ErrorDetail[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly reason: ErrorReason | undefined;
  readonly params: ErrorParams | undefined;

  constructor(
    readonly type: ErrorType,
    message: string,
    extras: ErrorExtras = {},
  ) {
    super(message, { cause: extras.cause });
    this.details = extras.details;
    this.retryAfterSeconds = extras.retryAfterSeconds;
    this.reason = extras.reason;
    this.params = extras.params;
  }

  get status(): ErrorStatus {
    return ERROR_STATUS[this.type];
  }
}

/** An error of one of the contract's reasons: its type and its sentence stand there, and pages know it by name. */
export function refused(
  reason: ErrorReason,
  params?: ErrorParams,
  extras: Pick<ErrorExtras, "details"> = {},
): ChatError {
  const told = { ...extras, reason, ...(params && { params }) };
  return new ChatError(ERROR_REASONS[reason].type, reasonText(reason, params), told);
}

/** The same answer for what does not exist and for what the caller may not know of. */
export function notFound(what: string): ChatError {
  return new ChatError("not_found", `No such ${what}.`);
}

export function forbidden(message: string): ChatError {
  return new ChatError("authorization", message);
}

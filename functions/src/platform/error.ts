import { ERROR_STATUS, type ErrorDetail, type ErrorStatus, type ErrorType } from "@livechat/contract";

interface ErrorExtras {
  details?: ErrorDetail[];
  retryAfterSeconds?: number;
  cause?: unknown;
}

/** The one class of expected errors. It is thrown where the matter is found and mapped to HTTP by the endpoint wrapper. */
export class ChatError extends Error {
  override readonly name = "ChatError";
  readonly details: ErrorDetail[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly type: ErrorType,
    message: string,
    extras: ErrorExtras = {},
  ) {
    super(message, { cause: extras.cause });
    this.details = extras.details;
    this.retryAfterSeconds = extras.retryAfterSeconds;
  }

  get status(): ErrorStatus {
    return ERROR_STATUS[this.type];
  }
}

/** The same answer for what does not exist and for what the caller may not know of. */
export function notFound(what: string): ChatError {
  return new ChatError("not_found", `No such ${what}.`);
}

export function forbidden(message: string): ChatError {
  return new ChatError("authorization", message);
}

import type { ErrorDetail, ErrorParams, ErrorReason, ErrorType } from "@livechat/contract";

/**
 * `network`: no answer came; `signed_out`: the session has ended; `idle`: it has ended because nobody used it;
 * `refused_origin`: the service answers, but not to pages of this origin; `queue_full`: nobody else is let in to wait; the
 * rest is what the API or the rules answered.
 */
export type ChatErrorType = ErrorType | "network" | "signed_out" | "idle" | "refused_origin" | "queue_full";

interface Facts {
  status?: number;
  retryAfterMs?: number;
  details?: ErrorDetail[] | undefined;
  requestId?: string;
  reason?: ErrorReason | undefined;
  params?: ErrorParams | undefined;
  cause?: unknown;
}

/** The one error of the client. */
export class ChatError extends Error {
  readonly status: number | null;
  readonly retryAfterMs: number | null;
  readonly details: ErrorDetail[];
  readonly requestId: string | null;
  /** Which of the API's sentences the message is, where it has a name. */
  readonly reason: ErrorReason | null;
  readonly params: ErrorParams;

  constructor(
    readonly type: ChatErrorType,
    message: string,
    facts: Facts = {},
  ) {
    super(message, { cause: facts.cause });
    this.name = "ChatError";
    this.status = facts.status ?? null;
    this.retryAfterMs = facts.retryAfterMs ?? null;
    this.details = facts.details ?? [];
    this.requestId = facts.requestId ?? null;
    this.reason = facts.reason ?? null;
    this.params = facts.params ?? {};
  }

  /** Whether the same call may succeed later without being changed. */
  get isTemporary(): boolean {
    return ["network", "internal", "service_unavailable", "too_many_requests"].includes(this.type);
  }

  /** Whether whoever called is not signed in, or not any more. */
  get isSignedOut(): boolean {
    return ["authentication", "signed_out", "idle"].includes(this.type);
  }
}

/** Any thrown thing as a ChatError. */
export function toChatError(error: unknown): ChatError {
  if (error instanceof ChatError) return error;
  return new ChatError("internal", error instanceof Error ? error.message : String(error), { cause: error });
}

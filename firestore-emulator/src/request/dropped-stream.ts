import { StatusCode, StatusError } from "../model/status.ts";

/** What a client sees when the server ends its stream on request: retryable, as a lost connection is. */
export function connectionLost(): StatusError {
  return new StatusError(StatusCode.UNAVAILABLE, "The stream was dropped (injected fault).");
}

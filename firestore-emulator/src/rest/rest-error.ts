import { StatusCode, type StatusError } from "../model/status.ts";
import { HTTP_STATUS } from "./http-status.ts";
import type { Json } from "./json-text.ts";

/** Google's JSON error: `{"error": {code, message, status, details}}` (google.rpc.Status over HTTP). */
export function errorJson(error: StatusError): Json {
  return {
    error: {
      code: HTTP_STATUS[error.code],
      message: error.message,
      status: StatusCode[error.code] ?? "UNKNOWN",
      ...(Array.isArray(error.details) ? { details: error.details as Json[] } : {}),
    },
  };
}

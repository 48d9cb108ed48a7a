import { z } from "zod";
import { ERROR_REASON_NAMES } from "./error-reasons.ts";

/** The closed list of error types and the HTTP status of each. */
export const ERROR_STATUS = {
  validation: 400,
  authentication: 401,
  authorization: 403,
  banned: 403,
  not_found: 404,
  method_not_allowed: 405,
  already_exists: 409,
  conversation_closed: 409,
  agent_unavailable: 409,
  not_allowed: 409,
  not_owner: 409,
  precondition_failed: 412,
  entity_too_large: 413,
  unsupported_media_type: 415,
  too_many_requests: 429,
  internal: 500,
  service_unavailable: 503,
} as const;

export type ErrorType = keyof typeof ERROR_STATUS;
export type ErrorStatus = (typeof ERROR_STATUS)[ErrorType];

export const ERROR_TYPES = Object.keys(ERROR_STATUS) as [ErrorType, ...ErrorType[]];

export const errorDetail = z.object({ path: z.string(), message: z.string() });
export type ErrorDetail = z.infer<typeof errorDetail>;

/** What says why something was refused. */
export const refusalBody = z.object({
  type: z.enum(ERROR_TYPES),
  message: z.string(),
  /** A stable name for the message, where one type has several. */
  reason: z.enum(ERROR_REASON_NAMES).optional(),
  /** What the message names: a person, a most. */
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

/** The body of every answer that is not a success. */
export const errorBody = z
  .object({
    error: refusalBody.extend({ requestId: z.string(), details: z.array(errorDetail).optional() }),
  })
  .meta({ id: "Error" });
export type ErrorBody = z.infer<typeof errorBody>;

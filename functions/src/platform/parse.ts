import type { ErrorDetail } from "@livechat/contract";
import type { z } from "zod";
import { ChatError } from "./error.ts";

const MAX_DETAILS = 20;

function toDetails(issue: z.core.$ZodIssue, prefix: string): ErrorDetail[] {
  const path = [prefix, ...issue.path.map(String)].join(".");
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: `${path}.${key}`, message: "is not a field of this call" }));
  }
  return [{ path, message: issue.message }];
}

/**
 * Parses what a caller sent.
 * @throws ChatError `validation` that names each wrong field, below `prefix`.
 */
export function parseStrictly<S extends z.ZodType>(schema: S, value: unknown, prefix: string): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.flatMap((issue) => toDetails(issue, prefix)).slice(0, MAX_DETAILS);
  const first = details[0];
  throw new ChatError("validation", first ? `${first.path}: ${first.message}` : "The request is not valid.", {
    details,
  });
}

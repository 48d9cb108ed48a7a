import { LIMITS } from "@livechat/contract";
import { ChatError } from "../platform/error.ts";

type Facts = Record<string, unknown>;

/**
 * Facts with changes merged in by key; null removes a key.
 * @param field as the caller knows it, for the error.
 * @throws ChatError `validation` when both together are larger than the limit.
 */
export function mergeByKey(before: Facts, changes: Facts, field: string): Facts {
  const merged = Object.entries({ ...before, ...changes }).filter(([, value]) => value !== null);
  const after = Object.fromEntries(merged);
  if (Buffer.byteLength(JSON.stringify(after)) <= LIMITS.MAX_METADATA_BYTES) return after;
  const message = `must be at most ${LIMITS.MAX_METADATA_BYTES} bytes as JSON`;
  throw new ChatError("validation", `The ${field} would become too large.`, {
    details: [{ path: field, message }],
  });
}

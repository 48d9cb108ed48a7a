import { type Endpoint, isCreating, LIMITS } from "@livechat/contract";
import type { Caller } from "../auth/caller.ts";
import type { Context } from "../platform/context.ts";
import { ChatError } from "../platform/error.ts";
import { RepeatableCall } from "../store/repeated-calls.ts";

const NAME = "Idempotency-Key";
/** A string of structured fields, as the draft has it, or the same without its quotes, as most clients send it. */
const KEY = /^"?([!#-[\]-~]{1,255})"?$/;

function refuse(message: string): never {
  throw new ChatError("validation", `${NAME}: ${message}`, { details: [{ path: NAME, message }] });
}

/** Who sends no token is nobody in particular: a key that somebody else may choose, too, would give them the answer. */
function checkGuessed(key: string): void {
  if (key.length >= LIMITS.MIN_START_KEY_CHARS) return;
  refuse(`must have at least ${LIMITS.MIN_START_KEY_CHARS} characters where no token is sent`);
}

/**
 * The call as one that may be repeated, when its sender says so and it creates something; other calls ignore the header.
 * @param sent all that was sent, parsed.
 * @throws ChatError `validation` for a key that is none.
 */
export function repeatableCall(
  endpoint: Endpoint,
  { header, caller, sent }: { header: string | undefined; caller: Caller | null; sent: unknown },
  ctx: Context,
): RepeatableCall | undefined {
  if (header === undefined || !isCreating(endpoint)) return undefined;
  const key = KEY.exec(header.trim())?.[1];
  if (key === undefined) refuse("must be 1 to 255 visible ASCII characters");
  if (caller === null) checkGuessed(key);
  const who = caller === null ? ["public"] : [caller.kind, caller.id];
  return new RepeatableCall({ scope: [...who, endpoint.name], key, sent }, ctx);
}

import { createHash } from "node:crypto";
import { FieldValue, type Firestore } from "firebase-admin/firestore";
import type { Context } from "../platform/context.ts";
import { ChatError } from "../platform/error.ts";
import { rateLimits } from "../store/rate-limits.ts";

const MINUTE_MILLIS = 60_000;
const MAX_REMEMBERED = 1_000;

/** Windows that were found used up: a flood costs no more database calls in this process. */
const usedUp = new WeakMap<Firestore, Set<string>>();

function remember(id: string, ctx: Context): void {
  const known = usedUp.get(ctx.db) ?? new Set<string>();
  usedUp.set(ctx.db, known);
  if (known.size >= MAX_REMEMBERED) known.clear();
  known.add(id);
}

/** The minute's counter of an address, and when it ends. */
function windowOf(address: string, ctx: Context) {
  const nowMillis = ctx.now().getTime();
  const minute = Math.floor(nowMillis / MINUTE_MILLIS);
  const hash = createHash("sha256").update(address).digest("base64url");
  return { id: `session:${hash}:${minute}`, endMillis: (minute + 1) * MINUTE_MILLIS, nowMillis };
}

const refuse = ({ endMillis, nowMillis }: ReturnType<typeof windowOf>) =>
  new ChatError("too_many_requests", "Too many sessions from this address. Try again soon.", {
    retryAfterSeconds: (endMillis - nowMillis) / 1000,
  });

/** @throws ChatError `too_many_requests` at once, where this process knows that the address has used up its minute. */
export function refuseIfUsedUp(address: string, ctx: Context): void {
  const window = windowOf(address, ctx);
  if (usedUp.get(ctx.db)?.has(window.id)) throw refuse(window);
}

/**
 * Counts a session of an address within the present minute. Counted first and read afterwards, without a lock: each
 * call sees at least its own place, so no number of instances lets more than the limit through, and calls never wait for each
 * other. One write and one read.
 * @throws ChatError `too_many_requests` with the seconds until the next minute.
 */
export async function takeSession(address: string, ctx: Context): Promise<void> {
  const window = windowOf(address, ctx);
  const { id } = window;
  const ref = rateLimits.ref(ctx.db, id);
  await ref.set({ count: FieldValue.increment(1), expiresAt: new Date(window.endMillis) }, { merge: true });
  const counted = rateLimits.parse(await ref.get());
  if (counted && counted.count > ctx.config.limits.sessionsPerAddressPerMinute) {
    remember(id, ctx);
    throw refuse(window);
  }
}

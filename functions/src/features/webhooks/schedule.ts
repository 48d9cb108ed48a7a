import { createHash } from "node:crypto";

/** How long after the last attempt the next one comes. Source: Standard Webhooks 1.0.0, "Retry schedule". */
const DELAYS_SECONDS = [
  5,
  5 * 60,
  30 * 60,
  2 * 3600,
  5 * 3600,
  10 * 3600,
  14 * 3600,
  20 * 3600,
  24 * 3600,
] as const;
export const MAX_ATTEMPTS = DELAYS_SECONDS.length + 1;
const MAX_RETRY_AFTER_SECONDS = 24 * 3600;
const JITTER = 0.1;

/** Between -1 and 1, the same each time for the same attempt: so many that failed together do not come back together. */
function spread(deliveryId: string, attemptsMade: number): number {
  const hash = createHash("sha256").update(`${deliveryId}:${attemptsMade}`).digest().readUInt32BE();
  return (hash / 2 ** 32) * 2 - 1;
}

/** The seconds that an answer asks to be left alone for. It is a number of seconds or a date. Source: RFC 9110, 10.2.3. */
export function retryAfterSeconds(header: string | null, now: Date): number {
  if (header === null) return 0;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - now.getTime()) / 1000;
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), MAX_RETRY_AFTER_SECONDS) : 0;
}

/** When to try again after so many attempts; null: never. Pure. */
export function nextAttemptAt(
  { id, attemptsMade, waitSeconds }: { id: string; attemptsMade: number; waitSeconds: number },
  now: Date,
): Date | null {
  const delay = DELAYS_SECONDS[attemptsMade - 1];
  if (delay === undefined) return null;
  const seconds = Math.max(delay * (1 + JITTER * spread(id, attemptsMade)), waitSeconds);
  return new Date(now.getTime() + seconds * 1000);
}

import { createHash } from "node:crypto";
import type { Context } from "../../platform/context.ts";
import { ChatError } from "../../platform/error.ts";
import { rateLimits } from "../../store/rate-limits.ts";
import { type Tx, transact } from "../../store/transact.ts";

const HOUR_MILLIS = 3_600_000;

/**
 * Counts an upload of a visitor within the present hour: exactly, because a page begins several at once. One read and
 * one write; nothing is written beyond the limit.
 * @throws ChatError `too_many_requests` with the seconds until the next hour
 */
export async function takeUpload(visitorId: string, maxPerHour: number, ctx: Context): Promise<void> {
  const nowMillis = ctx.now().getTime();
  const hour = Math.floor(nowMillis / HOUR_MILLIS);
  const windowEnd = (hour + 1) * HOUR_MILLIS;
  const id = `upload:${createHash("sha256").update(visitorId).digest("base64url")}:${hour}`;
  const take = async (tx: Tx): Promise<void> => {
    const count = (await tx.find(rateLimits, id))?.count ?? 0;
    if (count >= maxPerHour) {
      throw new ChatError("too_many_requests", `At most ${maxPerHour} files an hour can be sent.`, {
        retryAfterSeconds: (windowEnd - nowMillis) / 1000,
      });
    }
    tx.set(rateLimits.ref(ctx.db, id), { count: count + 1, expiresAt: new Date(windowEnd) });
  };
  await transact(ctx, take, { key: id });
}

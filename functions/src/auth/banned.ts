import type { Context } from "../platform/context.ts";
import { ChatError } from "../platform/error.ts";
import { addressKey, isWithin } from "../platform/ip-address.ts";
import { bannedRanges } from "../store/bans.ts";
import type { BanMark } from "../store/visitors.ts";

/** The refusal of whoever is banned. The text is for the visitor. */
export function banned(): ChatError {
  return new ChatError("banned", "You cannot write to us here any more.");
}

/** Whether a ban is there and has not run out. */
export function isBanned(ban: BanMark | null, now: Date): boolean {
  return ban !== null && (ban.until === null || new Date(ban.until) > now);
}

/**
 * Refuses an address within a banned range. The ranges are remembered for seconds: a call costs no read of its own.
 * @throws ChatError `banned`
 */
export async function checkAddressNotBanned(address: string, ctx: Context): Promise<void> {
  const key = addressKey(address);
  if (key === null) return;
  const now = ctx.now();
  const ranges = await bannedRanges(ctx);
  if (ranges.some((range) => isWithin(key, range) && isBanned(range.ban, now))) throw banned();
}

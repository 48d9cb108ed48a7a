import { ban } from "@livechat/contract";
import { z } from "zod";
import type { Context } from "../platform/context.ts";
import type { AddressRange } from "../platform/ip-address.ts";
import { defineCollection } from "./collection.ts";
import { Remembered } from "./remembered.ts";
import type { BanMark } from "./visitors.ts";

const storedBan = ban.extend({
  /** The banned addresses as keys that sort; null for a ban of a visitor or of an identity, and once it is lifted. */
  range: z.object({ from: z.string(), to: z.string() }).nullable(),
});
export type StoredBan = z.infer<typeof storedBan>;

export const bans = defineCollection("bans", storedBan);

/** How long after a range was banned a process may still let it in. */
const KNOWN_AFTER_SECONDS = 5;
/** So many ranges hold; more are a matter for a firewall. */
const MAX_RANGES = 500;

const remembered = new Remembered<readonly (AddressRange & { ban: BanMark })[]>(KNOWN_AFTER_SECONDS);

/** The ranges of addresses that are banned. One read each in every few seconds, at least one. */
export function bannedRanges(ctx: Context) {
  const read = async () => {
    const query = bans.all(ctx.db).where("range.from", ">=", "").orderBy("range.from").limit(MAX_RANGES);
    const found = await bans.find(query);
    return found.flatMap(({ id, range, expiresAt }) =>
      range ? [{ ...range, ban: { id, until: expiresAt } }] : [],
    );
  };
  return remembered.get("ranges", read, ctx);
}

/** A ban that was made or lifted holds at once in this process. */
export function forgetBannedRanges(ctx: Context): void {
  remembered.forget(ctx);
}

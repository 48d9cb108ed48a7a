import type { Endpoint } from "@livechat/contract";
import type { Caller } from "../auth/caller.ts";
import type { Config } from "../platform/config.ts";
import { ChatError } from "../platform/error.ts";

interface Bucket {
  tokens: number;
  filledAtMillis: number;
}

const MAX_BUCKETS = 20_000;
const MINUTE_MILLIS = 60_000;
/** Calls a minute that only count: a page makes one at most, and many people may share an address. */
const COUNTERS_PER_ADDRESS = 120;

/**
 * Limits calls per minute by token buckets in this process's memory: one per agent, and one per sender of messages.
 * Another instance counts for itself, so the limit of a caller whom several instances serve is higher by that factor.
 */
export class Throttle {
  private readonly buckets = new Map<string, Bucket>();

  constructor(
    private readonly limits: Config["limits"],
    private readonly now: () => Date,
  ) {}

  /** Counts a call. @throws ChatError `too_many_requests` with the seconds until the next call is free. */
  count(endpoint: Endpoint, caller: Caller | null, address: string): void {
    if (endpoint.limit === "counters") this.take(`counters:${address}`, COUNTERS_PER_ADDRESS, "counts");
    if (!caller) return;
    const { messagesPerSenderPerMinute, callsPerAgentPerMinute } = this.limits;
    if (caller.kind === "agent") this.take(`agent:${caller.id}`, callsPerAgentPerMinute, "calls");
    if (endpoint.limit === "messages")
      this.take(`sender:${caller.id}`, messagesPerSenderPerMinute, "messages");
  }

  private take(key: string, perMinute: number, what: string): void {
    const nowMillis = this.now().getTime();
    const bucket = this.buckets.get(key) ?? { tokens: perMinute, filledAtMillis: nowMillis };
    const elapsed = Math.max(0, nowMillis - bucket.filledAtMillis);
    const tokens = Math.min(perMinute, bucket.tokens + (elapsed * perMinute) / MINUTE_MILLIS);
    if (tokens < 1) {
      const retryAfterSeconds = ((1 - tokens) * MINUTE_MILLIS) / perMinute / 1000;
      throw new ChatError("too_many_requests", `Too many ${what} in a minute.`, { retryAfterSeconds });
    }
    // Set anew, so that the map stays in the order of last use and the first key is the longest unused one.
    this.buckets.delete(key);
    this.buckets.set(key, { tokens: tokens - 1, filledAtMillis: nowMillis });
    if (this.buckets.size > MAX_BUCKETS) this.forgetOldest();
  }

  private forgetOldest(): void {
    const [oldest] = this.buckets.keys();
    if (oldest !== undefined) this.buckets.delete(oldest);
  }
}

import type { Endpoint } from "@livechat/contract";
import type { Caller } from "../auth/caller.ts";
import type { Config } from "../platform/config.ts";
import { ChatError } from "../platform/error.ts";
import type { ClientAddress } from "./client-address.ts";

interface Bucket {
  tokens: number;
  filledAtMillis: number;
}

/** What is left of a limit of calls a minute. */
export interface Quota {
  readonly perMinute: number;
  readonly remaining: number;
  /** When all of it is there again, if no other call is made. */
  readonly fullInSeconds: number;
}

const MAX_BUCKETS = 20_000;
const MINUTE_MILLIS = 60_000;
/** Calls a minute that only count: a page makes one at most, and many people may share an address. */
const COUNTERS_PER_ADDRESS = 120;
/** So many clients' calls may come through one node of Hosting's network. */
const CLIENTS_PER_HOP = 20;

/**
 * Limits calls per minute by token buckets in this process's memory: they cost no read, and each instance counts for
 * itself, so that the limit of a caller whom several instances serve is higher by that factor.
 */
export class Throttle {
  private readonly buckets = new Map<string, Bucket>();

  constructor(
    private readonly limits: Config["limits"],
    private readonly now: () => Date,
  ) {}

  /**
   * Counts what is known before a call is looked at: its address. Only public calls are counted; who comes with a token is
   * refused here when too many tokens that are not valid came from there.
   * @throws ChatError `too_many_requests` with the seconds until the next call is free.
   */
  countAddress(endpoint: Endpoint, { claimed, hop }: ClientAddress): void {
    const perAddress = this.limits.publicCallsPerAddressPerMinute;
    if (endpoint.access !== "public") {
      this.check(`refused:${claimed}`, perAddress);
      return;
    }
    this.take(`public:${claimed}`, perAddress, "calls");
    if (hop !== claimed) this.take(`public-hop:${hop}`, perAddress * CLIENTS_PER_HOP, "calls");
    if (endpoint.limit === "counters") this.take(`counters:${claimed}`, COUNTERS_PER_ADDRESS, "counts");
    if (endpoint.limit === "sessions") this.countSession({ claimed, hop });
  }

  /** The database counts sessions by address; what a client can make up is bounded by its connection, and in all. */
  private countSession({ claimed, hop }: ClientAddress): void {
    const { sessionsPerAddressPerMinute, sessionsPerMinute } = this.limits;
    if (hop !== claimed) {
      this.take(`sessions-hop:${hop}`, sessionsPerAddressPerMinute * CLIENTS_PER_HOP, "sessions");
    }
    this.take("sessions", sessionsPerMinute, "sessions");
  }

  /** Counts a call whose token was not valid; apart from the public ones, which must not keep those out who have one. */
  countRefused({ claimed }: ClientAddress): void {
    this.take(`refused:${claimed}`, this.limits.publicCallsPerAddressPerMinute, "calls");
  }

  /** Counts a call of somebody who is known. @throws ChatError `too_many_requests`. */
  count(endpoint: Endpoint, caller: Caller | null): void {
    if (!caller) return;
    const { messagesPerSenderPerMinute, callsPerAgentPerMinute, callsPerVisitorPerMinute } = this.limits;
    const perMinute = caller.kind === "agent" ? callsPerAgentPerMinute : callsPerVisitorPerMinute;
    this.take(`${caller.kind}:${caller.id}`, perMinute, "calls");
    if (endpoint.limit === "messages")
      this.take(`sender:${caller.id}`, messagesPerSenderPerMinute, "messages");
  }

  /** What a caller has left, as the headers of the answer tell it; of the address, where no token was sent. */
  quotaOf(caller: Caller | null, { claimed }: ClientAddress): Quota {
    const { callsPerAgentPerMinute, callsPerVisitorPerMinute, publicCallsPerAddressPerMinute } = this.limits;
    if (!caller) return this.quota(`public:${claimed}`, publicCallsPerAddressPerMinute);
    const perMinute = caller.kind === "agent" ? callsPerAgentPerMinute : callsPerVisitorPerMinute;
    return this.quota(`${caller.kind}:${caller.id}`, perMinute);
  }

  private quota(key: string, perMinute: number): Quota {
    const tokens = this.tokensOf(key, perMinute);
    const fullInSeconds = Math.ceil(((perMinute - tokens) * MINUTE_MILLIS) / perMinute / 1000);
    return { perMinute, remaining: Math.floor(tokens), fullInSeconds };
  }

  private tokensOf(key: string, perMinute: number): number {
    const nowMillis = this.now().getTime();
    const bucket = this.buckets.get(key) ?? { tokens: perMinute, filledAtMillis: nowMillis };
    const elapsed = Math.max(0, nowMillis - bucket.filledAtMillis);
    return Math.min(perMinute, bucket.tokens + (elapsed * perMinute) / MINUTE_MILLIS);
  }

  private check(key: string, perMinute: number, what = "calls"): number {
    const tokens = this.tokensOf(key, perMinute);
    if (tokens >= 1) return tokens;
    const retryAfterSeconds = ((1 - tokens) * MINUTE_MILLIS) / perMinute / 1000;
    throw new ChatError("too_many_requests", `Too many ${what} in a minute.`, { retryAfterSeconds });
  }

  private take(key: string, perMinute: number, what: string): void {
    const tokens = this.check(key, perMinute, what);
    // Set anew, so that the map stays in the order of last use and the first key is the longest unused one.
    this.buckets.delete(key);
    this.buckets.set(key, { tokens: tokens - 1, filledAtMillis: this.now().getTime() });
    if (this.buckets.size > MAX_BUCKETS) this.forgetOldest();
  }

  private forgetOldest(): void {
    const [oldest] = this.buckets.keys();
    if (oldest !== undefined) this.buckets.delete(oldest);
  }
}

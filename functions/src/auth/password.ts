import bcrypt from "bcryptjs";
import type { Firestore } from "firebase-admin/firestore";
import type { Context } from "../platform/context.ts";
import { ChatError } from "../platform/error.ts";
import { FairQueue } from "./fair-queue.ts";

const SALT_AND_HASH_CHARS = 53;

/** Comparisons that may wait in this process, each of some 400 ms: from one address, and in all. */
const MAX_WAITING_PER_ADDRESS = 24;
const MAX_WAITING = 200;
const RETRY_AFTER_SECONDS = 5;

/**
 * bcryptjs computes in slices of 100 ms on the one thread that serves every request. Of many computations at once each
 * takes a slice before anything else gets its turn; one after the other they end no later, and the rest goes on.
 */
const queues = new WeakMap<Firestore, FairQueue>();

function queueOf(ctx: Context): FairQueue {
  const queue = queues.get(ctx.db) ?? new FairQueue({ maxPerKey: MAX_WAITING_PER_ADDRESS, max: MAX_WAITING });
  queues.set(ctx.db, queue);
  return queue;
}

/**
 * A hash of nobody's password, of the configured cost: what an unknown e-mail's password is compared with. It needs no
 * hashing, which would make the first such attempt of a process take twice as long.
 */
function dummyHash(cost: number): string {
  return `$2b$${String(cost).padStart(2, "0")}$${".".repeat(SALT_AND_HASH_CHARS)}`;
}

/** Work for which somebody waits. Addresses take turns, so that a flood from one of them delays the others by one each. */
async function inFairOrder<T>(key: string, work: () => Promise<T>, ctx: Context): Promise<T> {
  const place = queueOf(ctx).add(key, work);
  if (place === "full") {
    throw new ChatError("service_unavailable", "Too many people are signing in. Try again in a moment.", {
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }
  if (place === "key-full") {
    throw new ChatError("too_many_requests", "Too many attempts at once. Try again in a moment.", {
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }
  return place;
}

/**
 * bcrypt, as configured. The contract has refused passwords beyond bcrypt's 72 bytes by now.
 * @throws ChatError `service_unavailable` while too many passwords wait.
 */
export function hashPassword(password: string, ctx: Context): Promise<string> {
  return inFairOrder("hash", () => bcrypt.hash(password, ctx.config.bcryptCost), ctx);
}

interface Asking {
  /** Whose turn it is: the client's address, or another name for who asks. */
  readonly address: string;
  /** Asked again when the turn has come: what has failed meanwhile may have used up the limit. */
  check(): Promise<void>;
}

/**
 * Whether the password is the one of the hash. Takes as long without a hash, so that the time does not tell
 * whether an account exists. Longer passwords than bcrypt reads are never right.
 * @throws ChatError `too_many_requests`, `service_unavailable` while too many wait; what `check` throws.
 */
export async function isPassword(
  { password, hash }: { password: string; hash: string | null },
  { address, check }: Asking,
  ctx: Context,
): Promise<boolean> {
  const stored = hash ?? dummyHash(ctx.config.bcryptCost);
  const compare = async () => {
    await check();
    return bcrypt.compare(password, stored);
  };
  const matches = await inFairOrder(address, compare, ctx);
  return matches && hash !== null && !bcrypt.truncates(password);
}

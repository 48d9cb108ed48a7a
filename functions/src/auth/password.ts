import bcrypt from "bcryptjs";
import type { Context } from "../platform/context.ts";
import { serialized } from "../store/serialized.ts";

const SALT_AND_HASH_CHARS = 53;

/**
 * A hash of nobody's password, of the configured cost: what an unknown e-mail's password is compared with. It needs no
 * hashing, which would make the first such attempt of a process take twice as long.
 */
function dummyHash(cost: number): string {
  return `$2b$${String(cost).padStart(2, "0")}$${".".repeat(SALT_AND_HASH_CHARS)}`;
}

/**
 * bcryptjs computes in slices of 100 ms on the one thread that serves every request. Of many computations at once each
 * takes a slice before anything else gets its turn; one after the other they end no later, and the rest goes on.
 */
function compute<T>(ctx: Context, work: () => Promise<T>): Promise<T> {
  return serialized(ctx.db, "password", work);
}

/** bcrypt, as configured. The contract has refused passwords beyond bcrypt's 72 bytes by now. */
export function hashPassword(password: string, ctx: Context): Promise<string> {
  return compute(ctx, () => bcrypt.hash(password, ctx.config.bcryptCost));
}

/**
 * Whether the password is the one of the hash. Takes as long without a hash, so that the time does not tell
 * whether an account exists. Longer passwords than bcrypt reads are never right.
 */
export async function isPassword(password: string, hash: string | null, ctx: Context): Promise<boolean> {
  const stored = hash ?? dummyHash(ctx.config.bcryptCost);
  const matches = await compute(ctx, () => bcrypt.compare(password, stored));
  return matches && hash !== null && !bcrypt.truncates(password);
}

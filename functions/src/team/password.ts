import bcrypt from "bcryptjs";
import type { Context } from "../platform/context.ts";

const dummies = new Map<number, Promise<string>>();

/** A hash of nobody's password, of the configured cost: what an unknown e-mail's password is compared with. */
function dummyHash(cost: number): Promise<string> {
  const known = dummies.get(cost) ?? bcrypt.hash("nobody's password", cost);
  dummies.set(cost, known);
  return known;
}

/** bcrypt, as configured. The contract has refused passwords beyond bcrypt's 72 bytes by now. */
export function hashPassword(password: string, ctx: Context): Promise<string> {
  return bcrypt.hash(password, ctx.config.bcryptCost);
}

/**
 * Whether the password is the one of the hash. Takes as long without a hash, so that the time does not tell
 * whether an account exists. Longer passwords than bcrypt reads are never right.
 */
export async function isPassword(password: string, hash: string | null, ctx: Context): Promise<boolean> {
  const matches = await bcrypt.compare(password, hash ?? (await dummyHash(ctx.config.bcryptCost)));
  return matches && hash !== null && !bcrypt.truncates(password);
}

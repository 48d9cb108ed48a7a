import { createHash } from "node:crypto";
import jwt from "jsonwebtoken";
import { z } from "zod";
import type { Context } from "../platform/context.ts";

const ALGORITHM = "HS256";
const LIFETIME_SECONDS = 180 * 24 * 3600;

const claims = z.object({ jti: z.string().min(1), account: z.string() });

function audience(ctx: Context): string {
  return `${ctx.config.projectId}/device`;
}

function hashOf(account: string): string {
  return createHash("sha256").update(account).digest("base64url");
}

/**
 * A token by which a device shows that somebody signed in to this account on it before. It gives no right but one: its
 * failed logins are counted apart, so that guesses from elsewhere do not lock it out.
 * @param account the e-mail, as `sameSpelling` writes it
 */
export function signDeviceToken(account: string, ctx: Context): string {
  const issuedAt = Math.floor(ctx.now().getTime() / 1000);
  const payload = {
    aud: audience(ctx),
    jti: ctx.newId(),
    account: hashOf(account),
    iat: issuedAt,
    exp: issuedAt + LIFETIME_SECONDS,
  };
  return jwt.sign(payload, ctx.config.jwtSecrets[0], { algorithm: ALGORITHM });
}

/** The id of the device, or null when the token is not ours, expired, or of another account. */
export function readDeviceToken(token: string, account: string, ctx: Context): string | null {
  const clockTimestamp = Math.floor(ctx.now().getTime() / 1000);
  for (const secret of ctx.config.jwtSecrets) {
    try {
      const options = { algorithms: [ALGORITHM], clockTimestamp, audience: audience(ctx) } as const;
      const read = claims.safeParse(jwt.verify(token, secret, { ...options, algorithms: [ALGORITHM] }));
      return read.success && read.data.account === hashOf(account) ? read.data.jti : null;
    } catch {
      // Not signed by this secret, or no token at all: the next one may fit, and none is as good as no token.
    }
  }
  return null;
}

import {
  email,
  IDENTITY_SECRET_PREFIX,
  type IdentityRefusal,
  LIMITS,
  line,
  metadata,
} from "@livechat/contract";
import jwt from "jsonwebtoken";
import { z } from "zod";
import type { Context } from "../../platform/context.ts";
import { findIdentityKey } from "../../store/identity-keys.ts";

const MAX_LIFETIME_SECONDS = 24 * 3600;
const SKEW_SECONDS = 60;

/** Who the company's server says that the visitor is. */
export interface Identity {
  readonly externalId: string;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly attributes?: Record<string, unknown> | undefined;
}

export type Verdict = { readonly identity: Identity } | { readonly refusal: IdentityRefusal };

/** Facts that are not ours to refuse a person for: an e-mail that is said to be unproven is not a signed fact. */
const claims = z.object({
  sub: z.string().min(1).max(LIMITS.MAX_EXTERNAL_ID_CHARS),
  exp: z.number(),
  iat: z.number().optional(),
  name: line(LIMITS.MAX_NAME_CHARS).optional(),
  email: email.optional(),
  emailVerified: z.boolean().optional(),
  attributes: metadata.optional(),
});

function secretOf(stored: string): Buffer {
  return Buffer.from(stored.slice(IDENTITY_SECRET_PREFIX.length), "base64url");
}

function refusalOf(error: unknown): IdentityRefusal {
  if (error instanceof jwt.TokenExpiredError) return "expired";
  if (error instanceof jwt.NotBeforeError) return "not_yet_valid";
  const message = error instanceof Error ? error.message : "";
  if (message.includes("audience")) return "audience";
  return message.includes("signature") ? "signature" : "malformed";
}

function headerOf(token: string): jwt.JwtHeader | null {
  try {
    return jwt.decode(token, { complete: true })?.header ?? null;
  } catch {
    // What is no JSON inside makes the decoder throw; to us it is a token of another form.
    return null;
  }
}

/** What of the claims is not in order, beside what the signature's check has looked at. */
function refusalOfClaims(payload: unknown, nowSeconds: number): IdentityRefusal | null {
  const { exp, iat, sub } = (payload ?? {}) as Record<string, unknown>;
  if (typeof exp !== "number") return "no_expiry";
  if (typeof sub !== "string" || sub === "") return "subject";
  if (iat !== undefined && typeof iat !== "number") return "claims";
  if (iat !== undefined && iat > nowSeconds + SKEW_SECONDS) return "not_yet_valid";
  return exp - (iat ?? nowSeconds + SKEW_SECONDS) > MAX_LIFETIME_SECONDS ? "lifetime" : null;
}

function identityOf(payload: unknown): Verdict {
  const parsed = claims.safeParse(payload);
  if (!parsed.success) return { refusal: "claims" };
  const { sub, name, attributes, email: address, emailVerified } = parsed.data;
  const isProven = emailVerified !== false;
  return { identity: { externalId: sub, name, attributes, email: isProven ? address : undefined } };
}

/**
 * Checks a token of the company's server: a JWT (RFC 7519) with HS256 by one of the identity keys.
 * The algorithm is ours to say, never the token's: RFC 8725, section 3.1.
 */
export async function verifyIdentityToken(token: string, ctx: Context): Promise<Verdict> {
  const header = headerOf(token);
  if (!header) return { refusal: "malformed" };
  if (header.alg !== "HS256") return { refusal: "algorithm" };
  const isId = typeof header.kid === "string" && /^[A-Za-z0-9-]{1,128}$/.test(header.kid);
  const key = isId ? await findIdentityKey(header.kid as string, ctx) : null;
  if (!key) return { refusal: "unknown_key" };
  const nowSeconds = Math.floor(ctx.now().getTime() / 1000);
  try {
    const payload = jwt.verify(token, secretOf(key.secret), {
      algorithms: ["HS256"],
      audience: ctx.config.projectId,
      clockTolerance: SKEW_SECONDS,
      clockTimestamp: nowSeconds,
    });
    const refusal = refusalOfClaims(payload, nowSeconds);
    return refusal ? { refusal } : identityOf(payload);
  } catch (error) {
    if (error instanceof jwt.JsonWebTokenError) return { refusal: refusalOf(error) };
    throw error;
  }
}

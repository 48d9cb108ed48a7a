import { StatusCode, StatusError } from "../model/status.ts";
import type { MapValue, Value } from "../model/value.ts";

/** A signed-in user: what rules see as request.auth. */
export interface AuthToken {
  readonly uid: string;
  readonly token: MapValue;
}

/** Who calls: an admin passes by the rules; a user (auth null: nobody signed in) is checked against them. */
export type Caller = { readonly kind: "admin" } | { readonly kind: "user"; readonly auth: AuthToken | null };

const ADMIN: Caller = { kind: "admin" };
const NOBODY: Caller = { kind: "user", auth: null };

/** OAuth access tokens of Google, which say nothing about who holds them. */
const ACCESS_TOKEN_PREFIX = "ya29.";

/**
 * The caller from an Authorization header: "Bearer owner", a service account's signed token or an access token is an
 * admin; an unsigned JWT is a user with its claims; no header is nobody. Throws UNAUTHENTICATED when malformed.
 */
export function callerOf(authorization: string | undefined): Caller {
  if (!authorization) return NOBODY;
  const token = /^(?:Bearer|Firebase)\s+(.+)$/i.exec(authorization)?.[1]?.trim();
  if (token === undefined) throw unauthenticated("The Authorization header has no bearer token.");
  if (token === "owner") return ADMIN;
  const parts = token.split(".");
  if (token.startsWith(ACCESS_TOKEN_PREFIX)) return ADMIN;
  if (parts.length !== 3) throw unauthenticated("The bearer token is not a valid JSON Web Token.");
  const header = decodeJson(parts[0]);
  const claims = decodeJson(parts[1]);
  const isSigned = header.alg !== "none" && parts[2] !== "";
  return isSigned && !isUserToken(claims) ? ADMIN : userOf(claims);
}

/** An ID token of Firebase Auth, however signed; a service account's own token has no user in it. */
function isUserToken(claims: Record<string, unknown>): boolean {
  return typeof claims.iss === "string" && claims.iss.startsWith("https://securetoken.google.com/");
}

function userOf(claims: Record<string, unknown>): Caller {
  const uid = claims.sub ?? claims.user_id ?? claims.uid;
  if (typeof uid !== "string" || uid === "") return NOBODY;
  return { kind: "user", auth: { uid, token: toMap(claims) } };
}

function decodeJson(part: string | undefined): Record<string, unknown> {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(part ?? "", "base64url").toString("utf8"));
    if (typeof decoded === "object" && decoded !== null) return decoded as Record<string, unknown>;
  } catch {
    // Answered below like any other token that is not one.
  }
  throw unauthenticated("The bearer token is not a valid JSON Web Token.");
}

function unauthenticated(message: string): StatusError {
  return new StatusError(StatusCode.UNAUTHENTICATED, message);
}

function toMap(claims: Record<string, unknown>): MapValue {
  return new Map(Object.entries(claims).map(([key, value]) => [key, toValue(value)]));
}

function toValue(json: unknown): Value {
  if (json === null || typeof json === "boolean" || typeof json === "string") return json;
  if (typeof json === "number") return Number.isSafeInteger(json) ? BigInt(json) : json;
  if (Array.isArray(json)) return json.map(toValue);
  return toMap(json as Record<string, unknown>);
}

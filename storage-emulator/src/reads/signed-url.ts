import { createHash, createVerify, type KeyObject } from "node:crypto";
import { StorageError } from "../server/storage-error.ts";

/** As Google's: no address lives longer than seven days. */
const MAX_LIFETIME_SECONDS = 7 * 24 * 3_600;
/** How far the signer's clock may be ahead. */
const MAX_SKEW_MS = 15 * 60_000;
const ALGORITHM = "GOOG4-RSA-SHA256";

/** A request with an address that was signed for it. */
export interface SignedRequest {
  readonly method: string;
  /** As sent, percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface VerifyOptions {
  readonly signers: ReadonlyMap<string, KeyObject>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Verifies the V4 signature in an address. Source: cloud.google.com/storage/docs/authentication/signatures and
 * .../canonical-requests.
 * @throws StorageError as the XML API: 400 ExpiredToken, 403 SignatureDoesNotMatch, 400 or 403 for what is malformed
 */
export function verifySignedUrl(request: SignedRequest, { signers, now }: VerifyOptions): void {
  const { query } = request;
  const parameter = (name: string): string => {
    const value = query.get(`X-Goog-${name}`);
    if (value === null) throw malformed(`The parameter X-Goog-${name} is missing.`);
    return value;
  };
  if (parameter("Algorithm") !== ALGORITHM) throw malformed(`The only algorithm is ${ALGORITHM}.`);
  const date = parameter("Date");
  const signedAt = parseDate(date);
  const { email, scope } = parseCredential(parameter("Credential"), date);
  const expires = parameter("Expires");
  if (!/^\d+$/.test(expires) || Number(expires) > MAX_LIFETIME_SECONDS)
    throw malformed("Invalid X-Goog-Expires.");
  const canonical = canonicalRequest(request, parameter("SignedHeaders").split(";"));
  const text = [ALGORITHM, date, scope, createHash("sha256").update(canonical).digest("hex")].join("\n");
  const key = signers.get(email);
  const isTrue =
    key !== undefined &&
    createVerify("RSA-SHA256")
      .update(text)
      .verify(key, Buffer.from(parameter("Signature"), "hex"));
  if (!isTrue) throw denied("SignatureDoesNotMatch", "The request signature we calculated does not match.");
  if (signedAt > now + MAX_SKEW_MS) throw denied("RequestTimeTooSkewed", "The address is of the future.");
  if (now >= signedAt + Number(expires) * 1_000) {
    throw new StorageError(400, "ExpiredToken", "The provided token has expired.");
  }
}

/** Whether an address carries a signature at all. */
export const isSigned = (query: URLSearchParams): boolean => query.has("X-Goog-Signature");

function canonicalRequest(request: SignedRequest, signedHeaders: readonly string[]): string {
  if (!signedHeaders.includes("host")) throw malformed("The header host must be signed.");
  const headers = signedHeaders.map((name) => `${name}:${headerValue(request, name)}\n`);
  const hash = request.headers["x-goog-content-sha256"];
  return [
    request.method,
    request.path,
    canonicalQuery(request.query),
    headers.join(""),
    signedHeaders.join(";"),
    typeof hash === "string" ? hash : "UNSIGNED-PAYLOAD",
  ].join("\n");
}

/** The SDK signs the host without its port. */
function headerValue({ headers }: SignedRequest, name: string): string {
  const value = headers[name];
  if (value === undefined) throw malformed(`The signed header ${name} is missing.`);
  const text = (Array.isArray(value) ? value.join(",") : value).trim().replace(/\s{2,}/g, " ");
  return name === "host" ? text.replace(/:\d+$/, "") : text;
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => name !== "X-Goog-Signature")
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

/** RFC 3986: everything but unreserved characters. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

function parseCredential(credential: string, date: string): { email: string; scope: string } {
  const match = /^([^/]+)\/((\d{8})\/[^/]+\/storage\/goog4_request)$/.exec(credential);
  if (match?.[1] === undefined || match[2] === undefined || match[3] !== date.slice(0, 8)) {
    throw malformed("Invalid X-Goog-Credential.");
  }
  return { email: match[1], scope: match[2] };
}

function parseDate(text: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (match === null) throw malformed("Invalid X-Goog-Date.");
  const [, year, month, day, hour, minute, second] = match;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

const malformed = (message: string): StorageError =>
  new StorageError(400, "AuthorizationQueryParametersError", message);
export const denied = (code: string, message: string): StorageError => new StorageError(403, code, message);

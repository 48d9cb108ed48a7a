import { createHmac } from "node:crypto";
import type { SigningSecret } from "../../store/webhooks.ts";

const PREFIX = "whsec_";

/** A secret as receivers configure it: 32 random bytes in base64. `random` is url-safe base64 of as many. */
export function makeSigningSecret(random: string): string {
  return PREFIX + Buffer.from(random, "base64url").toString("base64");
}

/** What of the secrets still signs. */
export function signingNow(secrets: readonly SigningSecret[], now: Date): SigningSecret[] {
  return secrets.filter(({ until }) => until === null || new Date(until) > now);
}

/**
 * The headers of one attempt. Source: Standard Webhooks 1.0.0,
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signedHeaders(
  { id, body, at }: { id: string; body: string; at: Date },
  secrets: readonly SigningSecret[],
): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signatures = signingNow(secrets, at).map(({ secret }) => {
    const key = Buffer.from(secret.slice(PREFIX.length), "base64");
    return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
  });
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures.join(" ") };
}

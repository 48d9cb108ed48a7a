import { createHmac } from "node:crypto";
import type { Context } from "../platform/context.ts";

/** What somebody who looks for an attack searches the logs for. */
export type SecurityEvent =
  | "login_failed"
  | "login_succeeded"
  | "login_locked"
  | "password_changed"
  | "password_reset"
  | "role_changed"
  | "agent_created"
  | "agent_deleted"
  | "agent_restored"
  | "session_ended"
  | "visitor_session_ended"
  | "visitor_banned";

interface Facts {
  /** The e-mail that was tried, whether or not an agent has it. */
  readonly account?: string;
  readonly address?: string;
  readonly agentId?: string;
  readonly visitorId?: string;
}

const HASH_CHARS = 16;

/**
 * Short enough to read, and keyed, so that nobody who has the logs alone finds an address or an e-mail by trying all. The
 * same value has the same hash until the secret is rotated.
 */
export function pseudonym(value: string, ctx: Context): string {
  return createHmac("sha256", ctx.config.jwtSecrets[0])
    .update(value)
    .digest("base64url")
    .slice(0, HASH_CHARS);
}

/** Logs a security event in a line of its own, without personal data: ids, and hashes of account and address. */
export function securityEvent(event: SecurityEvent, facts: Facts, ctx: Context): void {
  const { account, address, ...ids } = facts;
  ctx.log.notice(`Security: ${event}`, {
    securityEvent: event,
    ...ids,
    ...(account !== undefined && { account: pseudonym(account, ctx) }),
    ...(address !== undefined && { address: pseudonym(address, ctx) }),
  });
}

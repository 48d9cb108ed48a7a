import { createHash, timingSafeEqual } from "node:crypto";
import type { Context } from "../platform/context.ts";
import { ChatError } from "../platform/error.ts";
import { type StoredVisitorSession, visitorSessions } from "../store/visitors.ts";
import { banned, isBanned } from "./banned.ts";
import type { VisitorCaller } from "./caller.ts";

const VISITOR_ID_CHARS = 20;
const SESSION_TOKEN = /^([A-Za-z0-9]{20})\.([A-Za-z0-9_-]{43})$/;

/** A session token is the visitor's id and a secret of 256 bits. Only a hash of the secret is stored. */
export function makeSessionToken(visitorId: string, secret: string): string {
  return `${visitorId}.${secret}`;
}

const digest = (text: string) => createHash("sha256").update(text).digest("base64url");

/** The visitor's id and secret that a start key stands for: always the same, and of no use without the key. */
export function fromStartKey(key: string): { visitorId: string; secret: string } {
  const letters = `${digest(`visitor 1 ${key}`)}${digest(`visitor 2 ${key}`)}`.replace(/[^A-Za-z0-9]/g, "");
  return { visitorId: letters.slice(0, VISITOR_ID_CHARS), secret: digest(`secret ${key}`) };
}

/** A plain hash is enough for a random secret of 256 bits: there is nothing to guess. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}

/** The visitor's id and secret in a token, or null when it has another form. */
export function parseSessionToken(token: string): { visitorId: string; secret: string } | null {
  const match = SESSION_TOKEN.exec(token);
  return match ? { visitorId: match[1] as string, secret: match[2] as string } : null;
}

function isOwnSecret({ tokenHash }: StoredVisitorSession, secret: string): boolean {
  const given = Buffer.from(hashSecret(secret));
  const stored = Buffer.from(tokenHash);
  return given.length === stored.length && timingSafeEqual(given, stored);
}

/** Whether the session is open and the secret is its own. */
export function isValidSession(session: StoredVisitorSession | null, secret: string, now: Date): boolean {
  if (!session || session.endedAt !== null || new Date(session.expiresAt) <= now) return false;
  return isOwnSecret(session, secret);
}

/**
 * Refuses the browser whose visitor is banned; to anybody else the session has ended, no more.
 * @throws ChatError `banned`
 */
export function checkSessionNotBanned(session: StoredVisitorSession | null, secret: string, now: Date): void {
  if (session && isBanned(session.ban, now) && isOwnSecret(session, secret)) throw banned();
}

/**
 * Finds the visitor of a session token. One document read.
 * @throws ChatError `authentication` when the token is unknown, expired or ended, `banned` when a ban ended it.
 */
export async function verifySessionToken(token: string, ctx: Context): Promise<VisitorCaller> {
  const verifiedAt = ctx.now();
  const parsed = parseSessionToken(token);
  const session = parsed && (await visitorSessions.get(ctx.db, parsed.visitorId));
  if (parsed) checkSessionNotBanned(session, parsed.secret, ctx.now());
  if (!parsed || !session || !isValidSession(session, parsed.secret, ctx.now())) {
    throw new ChatError("authentication", "This session token is not valid.");
  }
  const { visitorId } = parsed;
  const visitorIds = [visitorId, ...session.linkedVisitorIds];
  return { kind: "visitor", id: visitorId, visitorIds, verifiedAt };
}

import { LIMITS, type VisitorFacts } from "@livechat/contract";
import {
  checkSessionNotBanned,
  fromStartKey,
  hashSecret,
  isValidSession,
  parseSessionToken,
} from "../auth/session-token.ts";
import type { Context } from "../platform/context.ts";
import { addressKey } from "../platform/ip-address.ts";
import { DAY_MILLIS } from "../store/days.ts";
import type { Tx } from "../store/transact.ts";
import {
  emailFields,
  type StoredVisitorSession,
  toVisitor,
  visitorSessions,
  visitors,
} from "../store/visitors.ts";

/** Whose session it is: a known visitor's by a valid token, or a new one's. */
export interface SessionOwner {
  readonly visitorId: string;
  readonly secret: string;
  /** null: the visitor is new, and nothing of them is stored. */
  readonly session: StoredVisitorSession | null;
  /** From before the session was read. */
  readonly verifiedAt: Date;
}

/** The ids of a visitor who would be new, chosen before the transaction, which may run several times. */
export function newVisitor(ctx: Context): SessionOwner {
  return { visitorId: ctx.newId(), secret: ctx.newSecret(), session: null, verifiedAt: ctx.now() };
}

/** What a caller sends to say whose session it is. */
export interface Credentials {
  readonly sessionToken?: string | undefined;
  readonly key?: string | undefined;
}

/**
 * The owner of a session token, or else of a start key. Whoever sends neither, or none that is valid, is the new visitor.
 * @throws ChatError `banned` for a session that a ban ended.
 */
export async function findOwner(
  tx: Tx,
  { sessionToken, key, otherwise }: Credentials & { otherwise: SessionOwner },
  ctx: Context,
): Promise<SessionOwner> {
  const verifiedAt = ctx.now();
  const byToken = sessionToken ? parseSessionToken(sessionToken) : null;
  const byKey = key ? fromStartKey(key) : null;
  let isKeyUsed = false;
  for (const sent of [byToken, byKey]) {
    const session = sent && (await tx.find(visitorSessions, sent.visitorId));
    if (!session) continue;
    checkSessionNotBanned(session, sent.secret, ctx.now());
    if (isValidSession(session, sent.secret, ctx.now())) return { ...sent, session, verifiedAt };
    isKeyUsed ||= sent === byKey;
  }
  return byKey && !isKeyUsed ? { ...byKey, session: null, verifiedAt } : otherwise;
}

/** Under which calls of one visitor run one after the other. */
export function ownerKey({ sessionToken, key }: Credentials, otherwise: SessionOwner): string {
  const byToken = sessionToken ? parseSessionToken(sessionToken) : null;
  return (byToken ?? (key ? fromStartKey(key) : otherwise)).visitorId;
}

/** When a session that begins or is used now ends. */
export function sessionEnd(ctx: Context): Date {
  return new Date(ctx.now().getTime() + ctx.config.visitorSessionDays * DAY_MILLIS);
}

/** Prolongs a session in use, but not with every call: that would be a write each time. */
export function prolong(tx: Tx, { visitorId, session }: SessionOwner, ctx: Context): void {
  if (!session) return;
  const halfMillis = (ctx.config.visitorSessionDays * DAY_MILLIS) / 2;
  if (new Date(session.expiresAt).getTime() - ctx.now().getTime() >= halfMillis) return;
  tx.update(visitorSessions.ref(ctx.db, visitorId), { expiresAt: sessionEnd(ctx) });
}

export interface OwnerChange {
  readonly facts: VisitorFacts;
  /** Of a visitor who is new. */
  readonly metadata: Record<string, unknown>;
  /** The conversation that begins with this change. */
  readonly conversationId: string | null;
  readonly consentVersion: string | null;
  /** Somebody else calls: neither the visitor nor where their browser is has been seen. */
  readonly isAbsent?: boolean;
}

/** What was signed is never overwritten by what a page says. */
function unsigned(facts: VisitorFacts, session: StoredVisitorSession): VisitorFacts {
  return Object.fromEntries(Object.entries(facts).filter(([name]) => !session.signedFacts.includes(name)));
}

/** The visitor's last conversations: who may see one of them may read who the visitor is. */
function recentOf(session: StoredVisitorSession | null, added: string | null): { conversationIds: string[] } {
  const ids = [...(session?.conversationIds ?? []), ...(added === null ? [] : [added])];
  return { conversationIds: ids.slice(-LIMITS.VISITOR_CONVERSATIONS_ASKED) };
}

function createVisitor(tx: Tx, { visitorId }: SessionOwner, change: OwnerChange, ctx: Context): void {
  const { name = null, email = null, locale = null } = change.facts;
  const { conversationId, metadata } = change;
  const now = ctx.now();
  const known = { id: visitorId, name, locale, metadata, ...emailFields(email) };
  const facts = {
    ...known,
    country: change.isAbsent ? null : (ctx.clientCountry ?? null),
    externalId: null,
    verified: false,
    attributes: {},
    ...recentOf(null, conversationId),
  };
  const times = { lastSeenAt: now, createdAt: now, updatedAt: now };
  tx.create(visitors.ref(ctx.db, visitorId), { ...facts, ...times });
  const at = now.toISOString();
  const object = toVisitor({ ...facts, lastSeenAt: at, createdAt: at, updatedAt: at });
  tx.occurred({ type: "visitor.created", conversationId, seq: null, groupId: null, object });
}

const SEEN_EVERY_MILLIS = 3600 * 1000;

/** Whether it is to be noted that the visitor is here: once an hour, for it is a write to each of two documents. */
function isSeenAnew({ seenAt }: StoredVisitorSession, now: Date): boolean {
  return seenAt === null || now.getTime() - Date.parse(seenAt) >= SEEN_EVERY_MILLIS;
}

/** Writes what has changed of a known visitor and of their session. */
function updateOwner(
  tx: Tx,
  { visitorId, session, change }: { visitorId: string; session: StoredVisitorSession; change: OwnerChange },
  ctx: Context,
): void {
  const { conversationId, consentVersion } = change;
  const now = ctx.now();
  const { email, ...facts } = unsigned(change.facts, session);
  const recent = conversationId === null ? {} : recentOf(session, conversationId);
  const isSeen = !change.isAbsent && isSeenAnew(session, now);
  const isThere = isSeen || (!change.isAbsent && conversationId !== null);
  const ofVisitor = {
    ...facts,
    ...(email !== undefined && emailFields(email)),
    ...recent,
    ...(isSeen && { lastSeenAt: now }),
    // With what is written anyway.
    ...(isThere && ctx.clientCountry !== undefined && { country: ctx.clientCountry }),
  };
  if (Object.keys(ofVisitor).length > 0) {
    tx.update(visitors.ref(ctx.db, visitorId), { ...ofVisitor, updatedAt: now });
  }
  const ofSession = {
    ...(conversationId !== null && { openConversationId: conversationId, ...recent }),
    ...(consentVersion !== null && { consentVersion }),
    ...(isSeen && { seenAt: now }),
  };
  if (Object.keys(ofSession).length === 0) return;
  tx.update(visitorSessions.ref(ctx.db, visitorId), {
    ...ofSession,
    ...(!change.isAbsent && addressOf(ctx)),
    expiresAt: sessionEnd(ctx),
  });
}

/** Where the browser is, for bans of addresses; nothing where the call does not tell. */
function addressOf({ clientAddress }: Context): { addressKey?: string } {
  const key = clientAddress === undefined ? null : addressKey(clientAddress);
  return key === null ? {} : { addressKey: key };
}

/** Writes visitor and session: both anew for a new visitor, else what has changed. */
export function writeOwner(tx: Tx, owner: SessionOwner, change: OwnerChange, ctx: Context): void {
  const { visitorId, session } = owner;
  if (session) {
    updateOwner(tx, { visitorId, session, change }, ctx);
    return;
  }
  const { conversationId, consentVersion } = change;
  createVisitor(tx, owner, change, ctx);
  tx.create(visitorSessions.ref(ctx.db, visitorId), {
    tokenHash: hashSecret(owner.secret),
    expiresAt: sessionEnd(ctx),
    endedAt: null,
    openConversationId: conversationId,
    ...recentOf(null, conversationId),
    lastAgentId: null,
    ...(!change.isAbsent && addressOf(ctx)),
    seenAt: ctx.now(),
    ...(consentVersion !== null && { consentVersion }),
  });
}

import { banned, isBanned } from "../../auth/banned.ts";
import { hashSecret } from "../../auth/session-token.ts";
import { type SessionOwner, sessionEnd } from "../../chat/session-owner.ts";
import type { Context } from "../../platform/context.ts";
import { identities, identityId } from "../../store/identities.ts";
import type { Tx } from "../../store/transact.ts";
import {
  emailFields,
  type StoredVisitor,
  type StoredVisitorSession,
  toVisitor,
  visitorSessions,
  visitors,
} from "../../store/visitors.ts";
import type { Identity } from "./verify-token.ts";

/** Browsers of one person whose conversations belong together: the latest so many. */
const MAX_LINKED = 20;

interface Link {
  /** The session as it is from now on. */
  readonly session: StoredVisitorSession;
  write(): void;
}

function signedFactsOf({ name, email }: Identity): { name?: string; email?: string } {
  return { ...(name !== undefined && { name }), ...(email !== undefined && { email }) };
}

function sessionOf(owner: SessionOwner, ctx: Context): StoredVisitorSession {
  return (
    owner.session ?? {
      tokenHash: hashSecret(owner.secret),
      expiresAt: sessionEnd(ctx).toISOString(),
      endedAt: null,
      openConversationId: null,
      lastAgentId: null,
      consentVersion: null,
      externalId: null,
      signedFacts: [],
      linkedVisitorIds: [],
      conversationIds: [],
      addressKey: null,
      ban: null,
      seenAt: null,
    }
  );
}

const NOTHING_KNOWN = {
  name: null,
  ...emailFields(null),
  locale: null,
  country: null,
  metadata: {},
  conversationIds: [],
};

interface Identified {
  readonly owner: SessionOwner;
  readonly identity: Identity;
  /** null: the visitor is new. */
  readonly before: StoredVisitor | null;
}

/** What an identified visitor is from now on: the signed facts win over all that a page has said or will say. */
function writeVisitor(tx: Tx, { owner, identity, before }: Identified, ctx: Context): void {
  const now = ctx.now();
  const { attributes, externalId, email } = identity;
  const facts = {
    ...signedFactsOf(identity),
    ...(email !== undefined && emailFields(email)),
    externalId,
    verified: true,
  };
  const { clientCountry: country } = ctx;
  const seen = { ...(country !== undefined && { country }), lastSeenAt: now };
  const known = { ...facts, ...(attributes && { attributes }), ...seen, updatedAt: now };
  const id = owner.visitorId;
  const ref = visitors.ref(ctx.db, id);
  const at = now.toISOString();
  const start = before ?? { id, ...NOTHING_KNOWN, attributes: {}, createdAt: at };
  if (before) tx.update(ref, known);
  else tx.create(ref, { ...start, ...known, createdAt: now });
  const object = toVisitor({ ...start, ...known, lastSeenAt: at, updatedAt: at });
  tx.occurred({ type: "visitor.identified", conversationId: null, seq: null, groupId: null, object });
}

/** The visitors of a person with this one as the newest; the oldest go when there are too many. */
function withLinked(before: readonly string[], visitorId: string) {
  const others = before.filter((id) => id !== visitorId);
  const visitorIds = [...others, visitorId].slice(-MAX_LINKED);
  return { others, visitorIds, dropped: others.filter((id) => !visitorIds.includes(id)) };
}

/**
 * Reads what is known of a person and returns the step that makes this browser's visitor one of theirs: a visitor is one
 * person's for good, and every session of a person knows all their visitors.
 * @throws ChatError `banned`
 */
export async function linkVisitor(
  tx: Tx,
  { owner, identity }: { owner: SessionOwner; identity: Identity },
  ctx: Context,
): Promise<Link> {
  const ref = identities.ref(ctx.db, identityId(identity.externalId));
  const known = await tx.find(identities, ref.id);
  if (known && isBanned(known.ban, ctx.now())) throw banned();
  const isLinked = known?.visitorIds.includes(owner.visitorId) ?? false;
  const { others, visitorIds, dropped } = withLinked(known?.visitorIds ?? [], owner.visitorId);
  const linkedVisitorIds = visitorIds.filter((id) => id !== owner.visitorId);
  const sessionsOfOthers = others.map((id) => visitorSessions.ref(ctx.db, id));
  const found = sessionsOfOthers.length > 0 ? await tx.getAll(...sessionsOfOthers) : [];
  const visitor = await tx.find(visitors, owner.visitorId);
  const signed = Object.keys(signedFactsOf(identity));
  const before = sessionOf(owner, ctx);
  const session = {
    ...before,
    externalId: identity.externalId,
    signedFacts: [...new Set([...before.signedFacts, ...signed])],
    linkedVisitorIds,
  };
  return {
    session,
    write() {
      const now = ctx.now();
      writeVisitor(tx, { owner, identity, before: visitor }, ctx);
      const own = { ...session, expiresAt: sessionEnd(ctx) };
      tx.set(visitorSessions.ref(ctx.db, owner.visitorId), own);
      if (isLinked && dropped.length === 0) return;
      const facts = { externalId: identity.externalId, visitorIds, updatedAt: now };
      tx.set(ref, { ...facts, createdAt: known ? new Date(known.createdAt) : now });
      for (const { id, exists, ref: other } of found) {
        const linked = dropped.includes(id) ? [] : visitorIds.filter((each) => each !== id);
        if (exists) tx.update(other, { linkedVisitorIds: linked });
      }
    },
  };
}

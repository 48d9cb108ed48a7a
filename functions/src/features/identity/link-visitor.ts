import { banned, isBanned } from "../../auth/banned.ts";
import { hashSecret } from "../../auth/session-token.ts";
import { type SessionOwner, sessionEnd } from "../../chat/session-owner.ts";
import type { Context } from "../../platform/context.ts";
import { identities, identityId } from "../../store/identities.ts";
import type { Tx } from "../../store/transact.ts";
import { type StoredVisitorSession, visitorSessions, visitors } from "../../store/visitors.ts";
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
    }
  );
}

/** What an identified visitor is from now on: the signed facts win over all that a page has said or will say. */
function writeVisitor(
  tx: Tx,
  { owner, identity }: { owner: SessionOwner; identity: Identity },
  ctx: Context,
) {
  const now = ctx.now();
  const { attributes, externalId } = identity;
  const facts = { ...signedFactsOf(identity), externalId, verified: true };
  const ref = visitors.ref(ctx.db, owner.visitorId);
  if (owner.session) {
    tx.update(ref, { ...facts, ...(attributes && { attributes }), updatedAt: now });
  } else {
    const empty = { name: null, email: null, locale: null, metadata: {}, conversationIds: [] };
    tx.create(ref, {
      id: owner.visitorId,
      ...empty,
      ...facts,
      attributes: attributes ?? {},
      createdAt: now,
      updatedAt: now,
    });
  }
  const object = { id: owner.visitorId, ...facts, attributes: attributes ?? {} };
  tx.occurred({ type: "visitor.identified", conversationId: null, seq: null, groupId: null, object });
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
  const others = (known?.visitorIds ?? []).filter((id) => id !== owner.visitorId);
  const isLinked = known?.visitorIds.includes(owner.visitorId) ?? false;
  const visitorIds = [...others, owner.visitorId].slice(-MAX_LINKED);
  const dropped = others.filter((id) => !visitorIds.includes(id));
  const linkedVisitorIds = visitorIds.filter((id) => id !== owner.visitorId);
  const sessionsOfOthers = others.map((id) => visitorSessions.ref(ctx.db, id));
  const found = sessionsOfOthers.length > 0 ? await tx.getAll(...sessionsOfOthers) : [];
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
      writeVisitor(tx, { owner, identity }, ctx);
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

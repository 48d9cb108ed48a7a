import type { Context } from "../../platform/context.ts";
import { conversations, type StoredConversation } from "../../store/conversations.ts";
import { identities, identityId } from "../../store/identities.ts";
import type { Tx } from "../../store/transact.ts";
import { type BanMark, type StoredVisitorSession, visitorSessions } from "../../store/visitors.ts";

/** For what is compared with the time: a ban for good is one until then. */
const FOR_GOOD = new Date("9999-12-31T23:59:59Z");

type Found = { readonly id: string; readonly session: StoredVisitorSession };

/** The conversations that a sign-in of one of these sessions may listen to, as far as they are still stored. */
async function recentOf(tx: Tx, found: readonly Found[], ctx: Context): Promise<StoredConversation[]> {
  const ids = found.flatMap(({ session }) => [
    ...session.conversationIds,
    ...(session.openConversationId ? [session.openConversationId] : []),
  ]);
  if (ids.length === 0) return [];
  const refs = [...new Set(ids)].map((id) => conversations.ref(ctx.db, id));
  return (await tx.getAll(...refs)).flatMap((snapshot) => conversations.parse(snapshot) ?? []);
}

async function readSessions(tx: Tx, visitorIds: readonly string[], ctx: Context): Promise<Found[]> {
  if (visitorIds.length === 0) return [];
  const found = await tx.getAll(...visitorIds.map((id) => visitorSessions.ref(ctx.db, id)));
  return found.flatMap((snapshot) => {
    const session = visitorSessions.parse(snapshot);
    return session ? [{ id: snapshot.id, session }] : [];
  });
}

/**
 * Reads the sessions of visitors and returns the step that ends them for a ban: their tokens are refused from the commit
 * on, and by the rules their Firebase sign-ins of before. Nothing that is said from then on is told to them, and who
 * typed there types no more.
 */
export async function prepareSessionsBan(tx: Tx, visitorIds: readonly string[], ctx: Context) {
  const found = await readSessions(tx, visitorIds, ctx);
  const recent = await recentOf(tx, found, ctx);
  return (ban: BanMark): void => {
    const now = ctx.now();
    const until = ban.until === null ? null : new Date(ban.until);
    for (const { id, session } of found) {
      const endedAt = session.endedAt === null ? now : new Date(session.endedAt);
      tx.update(visitorSessions.ref(ctx.db, id), { endedAt, ban: { id: ban.id, until } });
    }
    const banned = { visitorSignInsValidFrom: now, visitorBannedUntil: until ?? FOR_GOOD };
    for (const { id, visitorId } of recent) {
      const ref = conversations.ref(ctx.db, id);
      tx.update(ref, banned);
      tx.delete(ref.collection("participants").doc(visitorId));
    }
  };
}

/** Bans a person, whether or not they have come yet. Returns the step that does it, and the person's visitors. */
export async function prepareIdentityBan(tx: Tx, externalId: string, ctx: Context) {
  const ref = identities.ref(ctx.db, identityId(externalId));
  const known = await tx.find(identities, ref.id);
  const write = (ban: BanMark): void => {
    const mark = { id: ban.id, until: ban.until === null ? null : new Date(ban.until) };
    const now = ctx.now();
    if (known) tx.update(ref, { ban: mark, updatedAt: now });
    else tx.create(ref, { externalId, visitorIds: [], ban: mark, createdAt: now, updatedAt: now });
  };
  return { visitorIds: known?.visitorIds ?? [], write };
}

/** Takes a ban off a session that it has ended. The session stays over. */
export async function unbanSession(
  tx: Tx,
  { visitorId, banId }: { visitorId: string; banId: string },
  ctx: Context,
): Promise<void> {
  const found = await readSessions(tx, [visitorId], ctx);
  if (found[0]?.session.ban?.id !== banId) return;
  const recent = await recentOf(tx, found, ctx);
  tx.update(visitorSessions.ref(ctx.db, visitorId), { ban: null });
  for (const { id } of recent) tx.update(conversations.ref(ctx.db, id), { visitorBannedUntil: null });
}

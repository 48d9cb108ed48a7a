import type { Context } from "../../platform/context.ts";
import { bans, forgetBannedRanges } from "../../store/bans.ts";
import { identities, identityId } from "../../store/identities.ts";
import { configure, transact } from "../../store/transact.ts";
import { visitorSessions } from "../../store/visitors.ts";
import { unbanSession } from "./ban-sessions.ts";

/**
 * Lifts a ban. The sessions come first, so that a call that breaks off can be repeated; they stay over. Lifting twice
 * changes nothing.
 * @throws ChatError `not_found`.
 */
export async function liftBan(id: string, ctx: Context): Promise<void> {
  const sessions = await visitorSessions.all(ctx.db).where("ban.id", "==", id).get();
  for (const { id: visitorId } of sessions.docs) {
    await transact(ctx, (tx) => unbanSession(tx, { visitorId, banId: id }, ctx), { key: visitorId });
  }
  await configure(
    ctx,
    async (tx) => {
      const ban = await tx.need(bans, id);
      if (ban.isDeleted) return;
      const { visitorId, externalId, address, reason } = ban;
      const identity = externalId === null ? null : await tx.find(identities, identityId(externalId));
      if (externalId !== null && identity?.ban?.id === id) {
        tx.update(identities.ref(ctx.db, identityId(externalId)), { ban: null });
      }
      const now = ctx.now();
      tx.update(bans.ref(ctx.db, id), { range: null, isDeleted: true, deletedAt: now, updatedAt: now });
      const before = { visitorId, externalId, address, reason };
      tx.audit({ action: "ban.lifted", target: { type: "ban", id }, before, after: null });
    },
    "bans",
  );
  forgetBannedRanges(ctx);
}

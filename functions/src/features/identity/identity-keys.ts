import {
  IDENTITY_SECRET_PREFIX,
  type IdentityKey,
  type NewIdentityKey,
  type Page,
  type PageQuery,
} from "@livechat/contract";
import type { Query } from "firebase-admin/firestore";
import type { Context } from "../../platform/context.ts";
import { forgetIdentityKeys, identityKeys } from "../../store/identity-keys.ts";
import { byCreation, readPage } from "../../store/pages.ts";
import { configure } from "../../store/transact.ts";

const targetOf = (id: string) => ({ type: "identityKey", id });

/** Makes a key. Its secret is in this answer and nowhere else. */
export function createIdentityKey(
  { name = "" }: { name?: string | undefined },
  ctx: Context,
): Promise<NewIdentityKey> {
  const id = ctx.newId();
  const secret = `${IDENTITY_SECRET_PREFIX}${ctx.newSecret()}`;
  return configure(
    ctx,
    async (tx) => {
      const now = ctx.now();
      const key = { id, name, secret, isDeleted: false, deletedAt: null };
      tx.create(identityKeys.ref(ctx.db, id), { ...key, createdAt: now });
      tx.audit({ action: "identityKey.created", target: targetOf(id), before: null, after: { name } });
      tx.afterCommit(async () => forgetIdentityKeys(ctx));
      return { ...key, createdAt: now.toISOString() };
    },
    { repeatable: true },
  );
}

/** The keys in the order in which they were made, without their secrets. */
export function listIdentityKeys(
  page: PageQuery & { includeDeleted?: boolean | undefined },
  ctx: Context,
): Promise<Page<IdentityKey>> {
  let query: Query = identityKeys.all(ctx.db);
  if (!page.includeDeleted) query = query.where("isDeleted", "==", false);
  return readPage(query, page, {
    order: byCreation(identityKeys.name),
    parse: identityKeys.parseAll,
  });
}

/** Deletes a key, and its secret for good. @throws ChatError `not_found`. */
export function deleteIdentityKey(id: string, ctx: Context): Promise<void> {
  return configure(ctx, async (tx) => {
    const { name, isDeleted } = await tx.need(identityKeys, id);
    if (isDeleted) return;
    tx.update(identityKeys.ref(ctx.db, id), { isDeleted: true, deletedAt: ctx.now(), secret: "" });
    tx.audit({ action: "identityKey.deleted", target: targetOf(id), before: { name }, after: null });
    tx.afterCommit(async () => forgetIdentityKeys(ctx));
  });
}

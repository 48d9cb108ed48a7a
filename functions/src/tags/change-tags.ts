import { type CreateTag, DEFAULT_TAG_COLOR, type Tag, type UpdateTag } from "@livechat/contract";
import type { Context } from "../platform/context.ts";
import { tags } from "../store/tags.ts";
import { configure, type Tx } from "../store/transact.ts";
import { prepareUniqueKey, releaseUniqueKey, sameSpelling } from "../store/unique-keys.ts";

export const keyOf = (ownerId: string, value: string) => ({ kind: "tag-name", ownerId, value }) as const;
export const targetOf = (id: string) => ({ type: "tag", id });

/** @throws ChatError `already_exists` when a tag that is not deleted has the name, in any case of letters. */
export function createTag({ name, color = DEFAULT_TAG_COLOR }: CreateTag, ctx: Context): Promise<Tag> {
  const id = ctx.newId();
  return configure(
    ctx,
    async (tx) => {
      const takeName = await prepareUniqueKey(tx, ctx.db, keyOf(id, name));
      takeName();
      const now = ctx.now();
      const tag = { id, name, color, isDeleted: false, deletedAt: null };
      tx.create(tags.ref(ctx.db, id), { ...tag, createdAt: now, updatedAt: now });
      tx.audit({ action: "tag.created", target: targetOf(id), before: null, after: { name, color } });
      return { ...tag, createdAt: now.toISOString(), updatedAt: now.toISOString() };
    },
    { repeatable: true },
  );
}

async function prepareName(tx: Tx, tag: Tag, name: string, ctx: Context) {
  if (sameSpelling(name) === sameSpelling(tag.name)) return () => undefined;
  const takeName = await prepareUniqueKey(tx, ctx.db, keyOf(tag.id, name));
  return () => {
    releaseUniqueKey(tx, ctx.db, keyOf(tag.id, tag.name));
    takeName();
  };
}

/** @throws ChatError `not_found`, `already_exists` for a taken name. */
export function updateTag(id: string, input: UpdateTag, ctx: Context): Promise<Tag> {
  return configure(ctx, async (tx) => {
    const tag = await tx.needActive(tags, id);
    const before = { name: tag.name, color: tag.color };
    const after = { name: input.name ?? tag.name, color: input.color ?? tag.color };
    const moveName = await prepareName(tx, tag, after.name, ctx);
    moveName();
    if (Object.keys(input).length === 0) return tag;
    const now = ctx.now();
    tx.update(tags.ref(ctx.db, id), { ...after, updatedAt: now });
    tx.audit({ action: "tag.updated", target: targetOf(id), before, after });
    return { ...tag, ...after, updatedAt: now.toISOString() };
  });
}

/** Soft-deletes a tag; conversations keep it, so that a restore brings it back. @throws ChatError `not_found`. */
export function deleteTag(id: string, ctx: Context): Promise<void> {
  return configure(ctx, async (tx) => {
    const tag = await tx.need(tags, id);
    if (tag.isDeleted) return;
    releaseUniqueKey(tx, ctx.db, keyOf(id, tag.name));
    const now = ctx.now();
    tx.update(tags.ref(ctx.db, id), { isDeleted: true, deletedAt: now, updatedAt: now });
    tx.audit({ action: "tag.deleted", target: targetOf(id), before: { name: tag.name }, after: null });
  });
}

/** @throws ChatError `not_found`, `already_exists` when the name has been taken since. */
export function restoreTag(id: string, ctx: Context): Promise<Tag> {
  return configure(ctx, async (tx) => {
    const tag = await tx.need(tags, id);
    if (!tag.isDeleted) return tag;
    const takeName = await prepareUniqueKey(tx, ctx.db, keyOf(id, tag.name));
    takeName();
    const now = ctx.now();
    tx.update(tags.ref(ctx.db, id), { isDeleted: false, deletedAt: null, updatedAt: now });
    tx.audit({ action: "tag.restored", target: targetOf(id), before: null, after: { name: tag.name } });
    return { ...tag, isDeleted: false, deletedAt: null, updatedAt: now.toISOString() };
  });
}

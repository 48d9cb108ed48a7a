import { type CreateTag, DEFAULT_TAG_COLOR, type Tag, type UpdateTag } from "@livechat/contract";
import type { Transaction } from "firebase-admin/firestore";
import type { Context } from "../platform/context.ts";
import { notFound } from "../platform/error.ts";
import { changeTeam } from "../store/in-turn.ts";
import { tags } from "../store/tags.ts";
import { prepareUniqueKey, releaseUniqueKey, sameSpelling } from "../store/unique-keys.ts";

const keyOf = (ownerId: string, value: string) => ({ kind: "tag-name", ownerId, value }) as const;

/** A tag, deleted or not, in a transaction. @throws ChatError `not_found`. */
async function getTag(tx: Transaction, id: string, ctx: Context): Promise<Tag> {
  const tag = tags.parse(await tx.get(tags.ref(ctx.db, id)));
  if (!tag) throw notFound("tag");
  return tag;
}

/** @throws ChatError `already_exists` when a tag that is not deleted has the name, in any case of letters. */
export function createTag({ name, color }: CreateTag, ctx: Context): Promise<Tag> {
  const id = ctx.newId();
  return changeTeam(ctx.db, async (tx) => {
    const takeName = await prepareUniqueKey(tx, ctx.db, keyOf(id, name));
    takeName();
    const now = ctx.now();
    const tag = { id, name, color: color ?? DEFAULT_TAG_COLOR, isDeleted: false, deletedAt: null };
    tx.create(tags.ref(ctx.db, id), { ...tag, createdAt: now, updatedAt: now });
    return { ...tag, createdAt: now.toISOString(), updatedAt: now.toISOString() };
  });
}

async function prepareName(tx: Transaction, tag: Tag, name: string, ctx: Context) {
  if (sameSpelling(name) === sameSpelling(tag.name)) return () => undefined;
  const takeName = await prepareUniqueKey(tx, ctx.db, keyOf(tag.id, name));
  return () => {
    releaseUniqueKey(tx, ctx.db, keyOf(tag.id, tag.name));
    takeName();
  };
}

/** @throws ChatError `not_found`, `already_exists` for a taken name. */
export function updateTag(id: string, input: UpdateTag, ctx: Context): Promise<Tag> {
  return changeTeam(ctx.db, async (tx) => {
    const tag = await getTag(tx, id, ctx);
    if (tag.isDeleted) throw notFound("tag");
    const changed = { name: input.name ?? tag.name, color: input.color ?? tag.color };
    const moveName = await prepareName(tx, tag, changed.name, ctx);
    moveName();
    if (Object.keys(input).length === 0) return tag;
    const now = ctx.now();
    tx.update(tags.ref(ctx.db, id), { ...changed, updatedAt: now });
    return { ...tag, ...changed, updatedAt: now.toISOString() };
  });
}

/** Soft-deletes a tag; conversations keep it, so that a restore brings it back. @throws ChatError `not_found`. */
export function deleteTag(id: string, ctx: Context): Promise<void> {
  return changeTeam(ctx.db, async (tx) => {
    const tag = await getTag(tx, id, ctx);
    if (tag.isDeleted) return;
    releaseUniqueKey(tx, ctx.db, keyOf(id, tag.name));
    const now = ctx.now();
    tx.update(tags.ref(ctx.db, id), { isDeleted: true, deletedAt: now, updatedAt: now });
  });
}

/** @throws ChatError `not_found`, `already_exists` when the name has been taken since. */
export function restoreTag(id: string, ctx: Context): Promise<Tag> {
  return changeTeam(ctx.db, async (tx) => {
    const tag = await getTag(tx, id, ctx);
    if (!tag.isDeleted) return tag;
    const takeName = await prepareUniqueKey(tx, ctx.db, keyOf(id, tag.name));
    takeName();
    const now = ctx.now();
    tx.update(tags.ref(ctx.db, id), { isDeleted: false, deletedAt: null, updatedAt: now });
    return { ...tag, isDeleted: false, deletedAt: null, updatedAt: now.toISOString() };
  });
}

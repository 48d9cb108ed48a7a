import type { Tag } from "@livechat/contract";
import type { Firestore, Query } from "firebase-admin/firestore";
import { conversationOccurred } from "../conversation/occurrences.ts";
import type { Context } from "../platform/context.ts";
import { refused } from "../platform/error.ts";
import { cannedResponses } from "../store/canned-responses.ts";
import { conversations, type StoredConversation } from "../store/conversations.ts";
import { tags } from "../store/tags.ts";
import { configure, type Tx } from "../store/transact.ts";
import { releaseUniqueKey } from "../store/unique-keys.ts";
import { views } from "../store/views.ts";
import { keyOf, targetOf } from "./change-tags.ts";

/** Documents of each kind that one call changes: they are locked for as long as it takes. */
export const MERGED_AT_ONCE = 50;

interface Merge {
  /** The tag that goes. */
  readonly from: string;
  readonly into: string;
}

export interface Merged {
  readonly tag: Tag;
  readonly moved: number;
  readonly isDone: boolean;
}

const replaced = (tagIds: readonly string[], { from, into }: Merge): string[] => [
  ...new Set(tagIds.map((id) => (id === from ? into : id))),
];

/** What else holds tags, and where. */
const HOLDERS = [
  { collection: cannedResponses, field: "tagIds" },
  { collection: views, field: "filter.tagIds" },
] as const;

/** A conversation with the tag that stays, as whoever syncs or listens learns of it; with what lifting a mark of spam takes off. */
function moveConversation(tx: Tx, conversation: StoredConversation, merge: Merge, ctx: Context): void {
  const now = ctx.now();
  const tagIds = replaced(conversation.tagIds, merge);
  const { id, spam } = conversation;
  const isNew = !conversation.tagIds.includes(merge.into);
  const marked = spam?.tagId === merge.from && { spam: { ...spam, tagId: isNew ? merge.into : null } };
  tx.update(conversations.ref(ctx.db, id), { tagIds, ...marked, updatedAt: now });
  const told = { now: { ...conversation, tagIds, updatedAt: now.toISOString() } };
  const previous = { tagIds: conversation.tagIds };
  conversationOccurred(tx, "conversation.untagged", { ...told, previous });
  if (isNew) conversationOccurred(tx, "conversation.tagged", { ...told, previous });
}

/** Gives some of those that have the one tag the other. @returns how many of each kind there were. */
async function moveSome(tx: Tx, merge: Merge, ctx: Context): Promise<number[]> {
  const having = (holder: { all(db: Firestore): Query }, field: string) =>
    tx.get(holder.all(ctx.db).where(field, "array-contains", merge.from).limit(MERGED_AT_ONCE));
  const [tagged, ...others] = await Promise.all([
    having(conversations, "tagIds").then(({ docs }) => conversations.parseAll(docs)),
    ...HOLDERS.map(async ({ collection, field }) => ({
      field,
      docs: (await having(collection, field)).docs,
    })),
  ]);
  for (const conversation of tagged) moveConversation(tx, conversation, merge, ctx);
  for (const { docs, field } of others) {
    for (const snapshot of docs) {
      // That it is a list of ids is what it was found by.
      const tagIds = replaced(snapshot.get(field) as string[], merge);
      tx.update(snapshot.ref, { [field]: tagIds, updatedAt: ctx.now() });
    }
  }
  return [tagged.length, ...others.map(({ docs }) => docs.length)];
}

/**
 * Puts one tag in the place of another, in bounded steps: each call changes some of the conversations, canned responses
 * and views that have it, and the one that finds no more deletes the tag. Repeated after that it changes nothing.
 * @throws ChatError `not_found`, `not_allowed` for a tag and itself.
 */
export function mergeTag(from: string, into: string, ctx: Context): Promise<Merged> {
  return configure(ctx, async (tx) => {
    const going = await tx.need(tags, from);
    const tag = await tx.needActive(tags, into);
    if (from === into) throw refused("tag_into_itself");
    const counts = await moveSome(tx, { from, into }, ctx);
    const moved = counts.reduce((sum, count) => sum + count, 0);
    const isDone = counts.every((count) => count < MERGED_AT_ONCE);
    if (isDone && !going.isDeleted) {
      const now = ctx.now();
      releaseUniqueKey(tx, ctx.db, keyOf(from, going.name));
      tx.update(tags.ref(ctx.db, from), { isDeleted: true, deletedAt: now, updatedAt: now });
    }
    if (isDone && (moved > 0 || !going.isDeleted)) {
      const after = { name: tag.name, intoTagId: into };
      tx.audit({ action: "tag.merged", target: targetOf(from), before: { name: going.name }, after });
    }
    return { tag, moved, isDone };
  });
}

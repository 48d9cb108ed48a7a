import type { Tag } from "@livechat/contract";
import type { Context } from "../platform/context.ts";
import { refused } from "../platform/error.ts";
import { cannedResponses } from "../store/canned-responses.ts";
import { conversations } from "../store/conversations.ts";
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

/**
 * What holds tags, and where. A merge is no activity: it leaves the time of a conversation's last change, by which people
 * find their way in lists.
 */
const HOLDERS = [
  { collection: conversations, field: "tagIds", isDated: false },
  { collection: cannedResponses, field: "tagIds", isDated: true },
  { collection: views, field: "filter.tagIds", isDated: true },
] as const;

/** Gives some of those that have the one tag the other. @returns how many of each kind there were. */
async function moveSome(tx: Tx, merge: Merge, ctx: Context): Promise<number[]> {
  const found = await Promise.all(
    HOLDERS.map(async (holder) => {
      const having = holder.collection.all(ctx.db).where(holder.field, "array-contains", merge.from);
      return { ...holder, docs: (await tx.get(having.limit(MERGED_AT_ONCE))).docs };
    }),
  );
  for (const { docs, field, isDated } of found) {
    for (const snapshot of docs) {
      // That it is a list of ids is what it was found by.
      const tagIds = replaced(snapshot.get(field) as string[], merge);
      tx.update(snapshot.ref, { [field]: tagIds, ...(isDated && { updatedAt: ctx.now() }) });
    }
  }
  return found.map(({ docs }) => docs.length);
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

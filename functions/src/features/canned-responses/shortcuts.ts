import type { Context } from "../../platform/context.ts";
import { refused } from "../../platform/error.ts";
import { cannedResponses, type StoredCannedResponse } from "../../store/canned-responses.ts";
import { groups } from "../../store/groups.ts";
import type { Tx } from "../../store/transact.ts";

type Seen = Pick<StoredCannedResponse, "id" | "shortcutKey" | "isPrivate" | "ownerId" | "groupIds">;

/** Everybody who is in one of the groups. */
async function membersOf(tx: Tx, groupIds: readonly string[], ctx: Context): Promise<Set<string>> {
  if (groupIds.length === 0) return new Set();
  const found = await tx.getAll(...groupIds.map((id) => groups.ref(ctx.db, id)));
  return new Set(found.flatMap((snapshot) => groups.parse(snapshot)?.agentIds ?? []));
}

/** Whether one person sees both, so that the shortcut would not say which is meant. */
async function meet(tx: Tx, one: Seen, other: Seen, ctx: Context): Promise<boolean> {
  if (one.isPrivate && other.isPrivate) return one.ownerId === other.ownerId;
  const isForAll = (each: Seen) => !each.isPrivate && each.groupIds === null;
  if (isForAll(one) || isForAll(other)) return true;
  const [ones, others] = await Promise.all(
    [one, other].map(async (each) =>
      each.isPrivate ? new Set([each.ownerId]) : membersOf(tx, each.groupIds ?? [], ctx),
    ),
  );
  const sharesGroup = one.groupIds?.some((id) => other.groupIds?.includes(id)) ?? false;
  return sharesGroup || [...(ones ?? [])].some((id) => others?.has(id ?? ""));
}

/**
 * Refuses a shortcut that would stand for two responses in front of one person.
 * @throws ChatError `already_exists`.
 */
export async function checkShortcut(tx: Tx, wanted: Seen, ctx: Context): Promise<void> {
  const same = cannedResponses
    .all(ctx.db)
    .where("shortcutKey", "==", wanted.shortcutKey)
    .where("isDeleted", "==", false);
  for (const other of cannedResponses.parseAll((await tx.get(same)).docs)) {
    if (other.id !== wanted.id && (await meet(tx, wanted, other, ctx))) {
      throw refused("shortcut_taken", { title: other.title });
    }
  }
}

import { z } from "zod";
import type { Context } from "../platform/context.ts";
import { defineCollection } from "./collection.ts";
import { Remembered } from "./remembered.ts";

/** The secret itself: what is signed with it can be checked with nothing less. No client reads this collection. */
const storedIdentityKey = z.object({
  id: z.string(),
  name: z.string(),
  /** Empty once the key is deleted. */
  secret: z.string(),
  createdAt: z.string(),
  isDeleted: z.boolean(),
  deletedAt: z.string().nullable(),
});
export type StoredIdentityKey = z.infer<typeof storedIdentityKey>;

export const identityKeys = defineCollection("identityKeys", storedIdentityKey, "identity key");

/** A deleted key is known everywhere within 60 seconds. */
const REMEMBERED_SECONDS = 30;
const remembered = new Remembered<StoredIdentityKey | null>(REMEMBERED_SECONDS);

/** The key of this id, as it was at most 30 seconds ago. null: there is none, or it is deleted. */
export async function findIdentityKey(id: string, ctx: Context): Promise<StoredIdentityKey | null> {
  const key = await remembered.get(id, () => identityKeys.get(ctx.db, id), ctx);
  return key?.isDeleted ? null : key;
}

/** Lets this process see a change of the keys at once. */
export function forgetIdentityKeys(ctx: Context): void {
  remembered.forget(ctx);
}

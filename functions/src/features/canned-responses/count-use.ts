import { FieldValue } from "firebase-admin/firestore";
import type { Context } from "../../platform/context.ts";
import { cannedResponses } from "../../store/canned-responses.ts";

/** Counts that a message was written with a canned response; one that is gone counts nothing more. */
export async function countUse(id: string, ctx: Context): Promise<void> {
  const ref = cannedResponses.ref(ctx.db, id);
  if ((await ref.get()).exists) {
    await ref.update({ usageCount: FieldValue.increment(1), lastUsedAt: ctx.now() });
  }
}

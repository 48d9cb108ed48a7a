import type { Context } from "../platform/context.ts";
import { agents } from "../store/agents.ts";
import { type NewNotification, notify } from "../store/notifications.ts";
import type { Tx } from "../store/transact.ts";

const MAX_ADMINS_TOLD = 50;

/** Reads who the admins are and returns the step that tells each of them something in the console. */
export async function prepareTellAdmins(tx: Tx, ctx: Context) {
  const query = agents.all(ctx.db).where("role", "==", "admin").where("isDeleted", "==", false);
  const admins = agents.parseAll((await tx.get(query.limit(MAX_ADMINS_TOLD))).docs);
  return (told: Pick<NewNotification, "type" | "text" | "metadata">): void => {
    for (const { id: agentId } of admins) {
      notify(tx, ctx.db, { ...told, agentId, id: ctx.newId(), conversationId: null, at: ctx.now() });
    }
  };
}

import type { Transaction } from "firebase-admin/firestore";
import type { Context } from "../platform/context.ts";
import { ChatError, refused } from "../platform/error.ts";
import { agentCredentials } from "../store/agent-credentials.ts";
import { apiKeys } from "../store/api-keys.ts";
import { isOpen } from "./agent-sessions.ts";
import type { AgentCaller } from "./caller.ts";

async function recheckKey(id: string, tx: Pick<Transaction, "get">, ctx: Context): Promise<void> {
  const key = apiKeys.parse(await tx.get(apiKeys.ref(ctx.db, id)));
  if (!key || key.revokedAt !== null) {
    throw new ChatError("authentication", "This API key has been revoked meanwhile.");
  }
}

/**
 * Looks again, inside the transaction that changes something for others, whether the caller may still do what they might
 * when they called: they may have been deleted or demoted while a password was hashed. One read.
 * @throws ChatError `authentication`
 */
export async function recheck(
  caller: AgentCaller,
  tx: Pick<Transaction, "get">,
  ctx: Context,
): Promise<void> {
  if (caller.apiKey) return recheckKey(caller.apiKey.id, tx, ctx);
  const { id, role, sessionId, isFromRelease010 } = caller;
  const now = agentCredentials.parse(await tx.get(agentCredentials.ref(ctx.db, id)));
  const isSignedIn = isFromRelease010 || isOpen(now?.sessions[sessionId], ctx);
  if (!now || now.isDeleted || now.role !== role || !isSignedIn) {
    throw refused("rights_changed");
  }
}

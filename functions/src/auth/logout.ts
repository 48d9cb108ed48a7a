import { LIMITS } from "@livechat/contract";
import type { Context } from "../platform/context.ts";
import { agentCredentials } from "../store/agent-credentials.ts";
import { transact } from "../store/transact.ts";
import type { AgentCaller } from "./caller.ts";

/** Refuses the caller's token from now on. Tokens that have expired meanwhile need no refusing any more. */
export function logout(caller: AgentCaller, ctx: Context): Promise<void> {
  return transact(ctx, async (tx) => {
    const credentials = await tx.find(agentCredentials, caller.id);
    if (!credentials) return;
    const now = Math.floor(ctx.now().getTime() / 1000);
    const live = Object.entries(credentials.revokedTokens).filter(([, expiresAt]) => expiresAt > now);
    const revokedTokens = {
      ...Object.fromEntries(live),
      [caller.tokenId]: now + LIMITS.JWT_LIFETIME_SECONDS,
    };
    tx.update(agentCredentials.ref(ctx.db, caller.id), { revokedTokens });
  });
}

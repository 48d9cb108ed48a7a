import { LIMITS } from "@livechat/contract";
import type { Context } from "../platform/context.ts";
import { agentCredentials } from "../store/agent-credentials.ts";
import type { AgentCaller } from "./caller.ts";

/** Refuses the caller's token from now on. Tokens that have expired meanwhile need no refusing any more. */
export async function logout(caller: AgentCaller, ctx: Context): Promise<void> {
  await ctx.db.runTransaction(async (tx) => {
    const ref = agentCredentials.ref(ctx.db, caller.id);
    const credentials = agentCredentials.parse(await tx.get(ref));
    if (!credentials) return;
    const now = Math.floor(ctx.now().getTime() / 1000);
    const live = Object.entries(credentials.revokedTokens).filter(([, expiresAt]) => expiresAt > now);
    const revokedTokens = {
      ...Object.fromEntries(live),
      [caller.tokenId]: now + LIMITS.JWT_LIFETIME_SECONDS,
    };
    tx.update(ref, { revokedTokens });
  });
}

import { LIMITS } from "@livechat/contract";
import type { Context } from "../platform/context.ts";
import { agentCredentials } from "../store/agent-credentials.ts";
import { transact } from "../store/transact.ts";
import { endSession } from "./agent-sessions.ts";
import type { AgentCaller } from "./caller.ts";

/** A token of release 0.1.0 is refused by its id, until it would have expired. */
function revoke(caller: AgentCaller, ctx: Context): Promise<void> {
  return transact(ctx, async (tx) => {
    const { revokedTokens: revoked, sessions } = await tx.need(agentCredentials, caller.id);
    if (caller.sessionId in sessions) return;
    const now = Math.floor(ctx.now().getTime() / 1000);
    const live = Object.entries(revoked).filter(([, expiresAt]) => expiresAt > now);
    const expiresAt = now + LIMITS.JWT_LIFETIME_SECONDS;
    const revokedTokens = { ...Object.fromEntries(live), [caller.sessionId]: expiresAt };
    tx.update(agentCredentials.ref(ctx.db, caller.id), { revokedTokens });
  });
}

/** Refuses the agent's token from now on, and every Firebase sign-in of the agent from before. */
export async function logout(caller: AgentCaller, ctx: Context): Promise<void> {
  if (caller.isFromRelease010) await revoke(caller, ctx);
  await endSession(caller, caller.sessionId, ctx);
}
